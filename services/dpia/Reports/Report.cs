namespace Governance.Dpia.Reports;

/// <summary>A report as blocks, for whatever draws them. All texts are plain: nothing in them is markup.</summary>
internal sealed record Report(string Title, string Subtitle, IReadOnlyList<Block> Blocks);

internal abstract record Block;

/// <param name="Level">2 for a chapter, 3 for a part of it, 4 for a question.</param>
internal sealed record Heading(int Level, string Text) : Block;

internal sealed record Paragraph(string Text, bool Quiet = false) : Block;

internal sealed record Bullets(IReadOnlyList<string> Items) : Block;

/// <summary>Names and values side by side.</summary>
internal sealed record Facts(IReadOnlyList<(string Name, string Value)> Items) : Block;

/// <param name="Weights">Relative widths of the columns.</param>
internal sealed record Grid(IReadOnlyList<string> Columns, IReadOnlyList<int> Weights, IReadOnlyList<IReadOnlyList<string>> Rows) : Block;

/// <summary>The 4 × 4 map: where each risk was and where it is after measures.</summary>
internal sealed record RiskMap(IReadOnlyList<RiskPoint> Points) : Block;

/// <param name="Number">By which the risk goes in the map and the text.</param>
internal sealed record RiskPoint(int Number, string Title, Risks.Rating? Before, Risks.Rating? After);
