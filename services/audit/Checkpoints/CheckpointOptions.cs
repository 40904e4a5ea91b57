using System.ComponentModel.DataAnnotations;
using Governance.Notes;
using Microsoft.Extensions.Options;

namespace Governance.Audit.Checkpoints;

/// <summary>How the log signs itself, where it publishes, and who watches.</summary>
internal sealed class CheckpointOptions
{
    public const string Section = "Checkpoints";

    /// <summary>Which log this is, for example <c>audit.example.org/log</c>: first line of every checkpoint, and the name of its keys. For good.</summary>
    [Required(ErrorMessage = "Checkpoints:Origin is required.")]
    public string Origin { get; set; } = "";

    /// <summary>Where checkpoints are published: outside the database and its backups.</summary>
    [Required(ErrorMessage = "Checkpoints:Folder is required.")]
    public string Folder { get; set; } = "";

    /// <summary>How often a tree that grew gets a checkpoint.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);

    [MinLength(1, ErrorMessage = "Checkpoints:Keys:0:Secret is required.")]
    public List<SigningKeyOptions> Keys { get; } = [];

    /// <summary>Verifier keys that signed in the past, so that old checkpoints can still be checked.</summary>
    public List<string> RetiredKeys { get; } = [];

    public List<WitnessOptions> Witnesses { get; } = [];

    /// <summary>How many of the witnesses have to cosign before a checkpoint counts as witnessed; 0 without witnesses.</summary>
    public int Quorum { get; set; }
}

/// <summary>Two keys whose times overlap sign both in between: a rotation.</summary>
internal sealed class SigningKeyOptions
{
    /// <summary><c>file:/path</c> or <c>env:NAME</c>: 32 bytes in base64.</summary>
    public string Secret { get; set; } = "";

    public DateTimeOffset? SignsFrom { get; set; }

    public DateTimeOffset? SignsUntil { get; set; }
}

internal sealed class WitnessOptions
{
    /// <summary>Submission prefix: <c>add-checkpoint</c> is added to it.</summary>
    public string Url { get; set; } = "";

    /// <summary>Of type 04 (cosignature), as the witness's operator gave it.</summary>
    public string VerifierKey { get; set; } = "";
}

internal sealed class CheckpointOptionsValidator : IValidateOptions<CheckpointOptions>
{
    public ValidateOptionsResult Validate(string? name, CheckpointOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(CheckpointOptions options)
    {
        if (options.Origin.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+'))
            yield return "Checkpoints:Origin has neither spaces nor a plus sign.";
        if (options.Interval < TimeSpan.FromMilliseconds(50) || options.Interval > TimeSpan.FromHours(1))
            yield return "Checkpoints:Interval is from 50 ms to an hour.";
        for (var i = 0; i < options.Keys.Count; i++)
        {
            if (options.Keys[i].Secret.Length == 0)
                yield return $"Checkpoints:Keys:{i}:Secret is required.";
        }

        for (var i = 0; i < options.RetiredKeys.Count; i++)
        {
            if (!VerifierKey.TryParse(options.RetiredKeys[i], out var key) || key.Type != SignatureType.Ed25519)
                yield return $"Checkpoints:RetiredKeys:{i} is not a verifier key.";
        }

        for (var i = 0; i < options.Witnesses.Count; i++)
        {
            if (!VerifierKey.TryParse(options.Witnesses[i].VerifierKey, out var key) || key.Type != SignatureType.Cosignature)
                yield return $"Checkpoints:Witnesses:{i}:VerifierKey is not a witness's verifier key.";
            if (!Uri.TryCreate(options.Witnesses[i].Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
                yield return $"Checkpoints:Witnesses:{i}:Url is not an http address.";
        }

        // The same witness twice would make a quorum by itself.
        if (options.Witnesses.Select(w => w.VerifierKey.Split('+')[^1]).Distinct().Count() < options.Witnesses.Count)
            yield return "Checkpoints:Witnesses names the same key twice.";
        if (options.Quorum < 0 || options.Quorum > options.Witnesses.Count || (options.Quorum == 0 && options.Witnesses.Count > 0))
            yield return "Checkpoints:Quorum is from 1 to the number of witnesses (0 without any).";
    }
}
