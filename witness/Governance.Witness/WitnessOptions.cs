using System.ComponentModel.DataAnnotations;
using Governance.Notes;
using Microsoft.Extensions.Options;

namespace Governance.Witness;

internal sealed class WitnessOptions
{
    public const string Section = "Witness";

    /// <summary>Name of the witness and of its key, for example <c>witness.example.org/w1</c>.</summary>
    [Required(ErrorMessage = "Witness:Name is required.")]
    public string Name { get; set; } = "";

    /// <summary><c>file:/path</c> or <c>env:NAME</c>: 32 bytes in base64. Used for nothing else.</summary>
    [Required(ErrorMessage = "Witness:Key is required.")]
    public string Key { get; set; } = "";

    /// <summary>Where the witness remembers what it has cosigned. Losing it loses its memory: back it up by nothing, keep it on a disk that lasts.</summary>
    [Required(ErrorMessage = "Witness:Folder is required.")]
    public string Folder { get; set; } = "";

    [MinLength(1, ErrorMessage = "Witness:Logs:0:Origin is required.")]
    public List<WatchedLogOptions> Logs { get; } = [];
}

/// <summary>A log that the witness watches, with every key that may sign its checkpoints.</summary>
internal sealed class WatchedLogOptions
{
    public string Origin { get; set; } = "";

    public List<string> VerifierKeys { get; } = [];
}

internal sealed class WitnessOptionsValidator : IValidateOptions<WitnessOptions>
{
    public ValidateOptionsResult Validate(string? name, WitnessOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(WitnessOptions options)
    {
        if (options.Name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+'))
            yield return "Witness:Name has neither spaces nor a plus sign.";
        for (var i = 0; i < options.Logs.Count; i++)
        {
            if (options.Logs[i].Origin.Length == 0)
                yield return $"Witness:Logs:{i}:Origin is required.";
            if (options.Logs[i].VerifierKeys.Count == 0)
                yield return $"Witness:Logs:{i}:VerifierKeys:0 is required.";
            for (var k = 0; k < options.Logs[i].VerifierKeys.Count; k++)
            {
                if (!VerifierKey.TryParse(options.Logs[i].VerifierKeys[k], out var key) || key.Type != SignatureType.Ed25519)
                    yield return $"Witness:Logs:{i}:VerifierKeys:{k} is not a verifier key.";
            }
        }

        if (options.Logs.DistinctBy(l => l.Origin).Count() < options.Logs.Count)
            yield return "Witness:Logs names the same origin twice.";
    }
}
