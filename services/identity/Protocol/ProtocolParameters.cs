using Microsoft.Extensions.Primitives;

namespace Governance.Identity.Protocol;

/// <summary>Parameters of one protocol request: an empty value counts as absent, a repeated name is an error (RFC 6749 section 3.1).</summary>
internal sealed class ProtocolParameters
{
    private const int LongestValue = 4096;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private ProtocolParameters()
    {
    }

    /// <summary>Why the request can't be read, or null.</summary>
    public string? Problem { get; private set; }

    public string? this[string name] => _values.GetValueOrDefault(name);

    public IEnumerable<KeyValuePair<string, string>> Pairs => _values;

    public static ProtocolParameters From(IEnumerable<KeyValuePair<string, StringValues>> source)
    {
        var parameters = new ProtocolParameters();
        foreach (var (name, values) in source)
        {
            if (values.Count > 1)
                parameters.Problem = "A parameter is given more than once.";
            else if (values.ToString() is { Length: > LongestValue })
                parameters.Problem = "A parameter is too long.";
            else if (values.ToString() is { Length: > 0 } value)
                parameters._values[name] = value;
        }
        return parameters;
    }

    /// <summary>Query of a GET, form of a POST. Null when the body is no form.</summary>
    public static async Task<ProtocolParameters?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (HttpMethods.IsGet(request.Method))
            return From(request.Query);
        return await ReadFormAsync(request, cancellationToken);
    }

    public static async Task<ProtocolParameters?> ReadFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
            return null;
        try
        {
            return From(await request.ReadFormAsync(cancellationToken));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
