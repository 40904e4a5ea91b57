namespace Governance.Dpia;

/// <summary>Why something is refused; a stable code and a text.</summary>
/// <param name="Forbidden">Because of who asks for it.</param>
/// <param name="Fields">What is missing or wrong, where that can be named.</param>
internal sealed record Refusal(string Code, string Message, bool Forbidden = false, IDictionary<string, string[]>? Fields = null);
