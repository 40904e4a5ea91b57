namespace Governance.Demo.Walk;

/// <summary>The walk did not come out as it should; the message says what was expected, without personal data.</summary>
public sealed class WalkException(string message) : Exception(message);
