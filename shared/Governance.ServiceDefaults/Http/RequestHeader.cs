using Microsoft.AspNetCore.Builder;

namespace Governance.ServiceDefaults.Http;

/// <summary>A header that an operation reads, for its description.</summary>
public sealed record RequestHeader(string Name, bool IsRequired, string Description);

public static class RequestHeaderExtensions
{
    private static readonly RequestHeader IfMatch = new("If-Match", IsRequired: true, "The ETag of the version that is changed. Without it 428, with another version's 412.");

    /// <summary>Says that the operation wants the entity's ETag (<see cref="Etags.CheckIfMatch"/>).</summary>
    public static TBuilder WithIfMatch<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(IfMatch);
}
