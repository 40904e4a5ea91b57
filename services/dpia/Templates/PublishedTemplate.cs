using Governance.Dpia.Data;

namespace Governance.Dpia.Templates;

/// <summary>One version of a template. Append-only.</summary>
internal sealed class PublishedTemplate
{
    public required string Code { get; init; }

    public required int Version { get; init; }

    public required string Title { get; init; }

    public required TemplateKind Kind { get; init; }

    public required Template Document { get; init; }

    /// <summary>SHA-256 of the document's canonical JSON, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>Comes with the service; others are published over the API.</summary>
    public required bool BuiltIn { get; init; }

    public required string PublishedBy { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    public static PublishedTemplate Of(Template template, int version, bool builtIn, string by, DateTimeOffset now) => new()
    {
        Code = template.Code,
        Version = version,
        Title = template.Title,
        Kind = template.Kind,
        Document = template,
        Hash = StoredJson.Hash(StoredJson.Canonical(template)),
        BuiltIn = builtIn,
        PublishedBy = by,
        PublishedAt = now,
    };
}
