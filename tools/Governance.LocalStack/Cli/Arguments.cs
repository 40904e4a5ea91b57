using System.Globalization;

namespace Governance.LocalStack.Cli;

/// <summary>Words that make the command, then options of the form <c>--name value</c>.</summary>
internal sealed record Arguments(string Command, IReadOnlyDictionary<string, string> Options)
{
    public static Arguments Parse(IReadOnlyList<string> args)
    {
        var words = args.TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToArray();
        var options = new Dictionary<string, string>();
        for (var i = words.Length; i < args.Count; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Count)
            {
                throw new FormatException($"An option takes the form --name value; this does not: {args[i]}");
            }

            options[args[i][2..]] = args[i + 1];
        }

        return new Arguments(string.Join(' ', words), options);
    }

    public string Require(string name) => Options.GetValueOrDefault(name) ?? throw new FormatException($"The option --{name} is missing.");

    public int? Port(string name) => Options.GetValueOrDefault(name) switch
    {
        null or "0" => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65_536 => port,
        var text => throw new FormatException($"--{name} must be a port number, not {text}"),
    };
}
