namespace Governance.LocalStack;

/// <summary>A step of the local stack failed: says what, shows the log's last lines and what to do about it.</summary>
public sealed class StackException(string message, string advice, string? logFile = null, Exception? inner = null) : Exception(message, inner)
{
    public string Advice { get; } = advice;

    public string? LogFile { get; } = logFile;

    /// <summary>The whole story for a terminal.</summary>
    public string Describe()
    {
        var lines = new List<string> { Message };
        if (LogFile is not null && File.Exists(LogFile))
        {
            lines.Add($"Log: {LogFile}");
            lines.AddRange(File.ReadLines(LogFile).TakeLast(20).Select(line => "  | " + line));
        }

        lines.Add($"What to do: {Advice}");
        return string.Join(Environment.NewLine, lines);
    }
}
