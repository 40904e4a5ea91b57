namespace Governance.Demo.Walk;

/// <summary>Tells a newcomer what happens: numbered chapters, and who did what with what result.</summary>
public sealed class Narrator(TextWriter output)
{
    private int _chapter;

    public static Narrator Silent { get; } = new(TextWriter.Null);

    public void Chapter(string title) => output.WriteLine($"{Environment.NewLine}  {++_chapter}. {title}");

    /// <param name="who">Actor, for example <c>DPO</c>.</param>
    public void Did(string who, string what) => output.WriteLine($"     {who,-16} {what}");

    public void Note(string text) => output.WriteLine($"     {"",-16} {text}");
}
