using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Governance.Verify;

/// <summary>The files of a log (C2SP tlog-tiles), in a folder or at an address.</summary>
internal sealed class LogSource : IDisposable
{
    private const int MaxFile = 32 * 1024 * 1024;
    private readonly string? _folder;
    private readonly HttpClient? _http;

    public LogSource(string place, string? token)
    {
        if (!Uri.TryCreate(place, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            if (string.IsNullOrWhiteSpace(place))
                throw new Refusal(ExitCode.Usage, "--log is a folder or an address.");
            _folder = Path.GetFullPath(place);
            if (!Directory.Exists(_folder))
                throw new Refusal(ExitCode.Unreachable, $"There is no folder {_folder}.");
            return;
        }

        _http = new HttpClient { BaseAddress = new Uri(url.AbsoluteUri.TrimEnd('/') + "/"), Timeout = TimeSpan.FromSeconds(60), MaxResponseContentBufferSize = MaxFile };
        if (token is not null)
            _http.DefaultRequestHeaders.Authorization = token.Length > 0 && token.All(c => c is > ' ' and <= '~')
                ? new AuthenticationHeaderValue("Bearer", token)
                : throw new Refusal(ExitCode.Unusable, "There is no access token in the file given.");
    }

    /// <returns>Null when there is no such file, or none for us.</returns>
    public async Task<byte[]?> FindAsync(string path, CancellationToken ct)
    {
        try
        {
            if (_folder is not null)
            {
                var file = new FileInfo(Path.Combine(_folder, path));
                if (!file.Exists)
                    return null;
                return file.Length > MaxFile ? throw new Refusal(ExitCode.Unusable, $"{path} is larger than such a file can be.") : await File.ReadAllBytesAsync(file.FullName, ct);
            }

            using var response = await _http!.GetAsync(new Uri(path, UriKind.Relative), ct);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                return null;
            return response.IsSuccessStatusCode
                ? await response.Content.ReadAsByteArrayAsync(ct)
                : throw new Refusal(ExitCode.Unreachable, string.Create(CultureInfo.InvariantCulture, $"{path} was answered with status {(int)response.StatusCode}."));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or HttpRequestException or TaskCanceledException)
        {
            throw new Refusal(ExitCode.Unreachable, $"{path} could not be read.");
        }
    }

    public async Task<byte[]> GetAsync(string path, CancellationToken ct) =>
        await FindAsync(path, ct) ?? throw new Refusal(ExitCode.Unreachable, $"{path} is not there.");

    /// <summary>Hashes of a tile; a partial one is also looked for as the full one it may have become.</summary>
    public async Task<byte[]> TileAsync(int level, long index, int width, CancellationToken ct)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"tile/{level}/{Number(index)}");
        var bytes = await FindAsync(width == 256 ? path : string.Create(CultureInfo.InvariantCulture, $"{path}.p/{width}"), ct) ?? await GetAsync(path, ct);
        return bytes.Length >= width * 32 && bytes.Length % 32 == 0 ? bytes[..(width * 32)] : throw new Refusal(ExitCode.Unusable, $"{path} has the wrong length.");
    }

    public async Task<byte[]?> EntriesAsync(long index, int width, CancellationToken ct)
    {
        var path = "tile/entries/" + Number(index);
        return await FindAsync(width == 256 ? path : string.Create(CultureInfo.InvariantCulture, $"{path}.p/{width}"), ct) ?? (width == 256 ? null : await FindAsync(path, ct));
    }

    public void Dispose() => _http?.Dispose();

    private static string Number(long index)
    {
        var text = (index % 1000).ToString("D3", CultureInfo.InvariantCulture);
        while ((index /= 1000) > 0)
            text = string.Create(CultureInfo.InvariantCulture, $"x{index % 1000:D3}/{text}");
        return text;
    }
}
