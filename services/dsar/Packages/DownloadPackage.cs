using System.Security.Cryptography;
using System.Text.Json;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Crypto;
using Governance.Dsar.Data;
using Governance.Dsar.Requests;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Dsar.Packages;

/// <summary>Streams the decrypted ZIP to who holds the link's secret. Delivered in full once, the link is used up.</summary>
internal static class DownloadPackage
{
    private const int MaxSecretLength = 100;

    public static async Task<Results<EmptyHttpResult, ProblemHttpResult>> HandleAsync(
        Guid id, HttpContext http, DsarDbContext db, PackageFiles files, KeyVault keys, RequestEvents events, PublicLimits limits, IOptions<PackageOptions> options, TimeProvider clock, CancellationToken ct)
    {
        if (limits.Attempt(http) is { } tooMany)
            return tooMany;
        if (await SecretAsync(http, ct) is not { Length: > 0 and <= MaxSecretLength } secret)
            return Problems.Validation("secret", "The secret of the link is needed.");
        if (await CheckAsync(id, secret, db, keys, events, options.Value, clock, ct) is { } refusal)
            return refusal;

        var package = await db.Packages.AsNoTracking().SingleAsync(p => p.Id == id, ct);
        await using (var content = files.Read(package, package.FileName!))
        {
            http.Response.ContentType = "application/zip";
            http.Response.ContentLength = package.Bytes;
            http.Response.Headers.ContentDisposition = "attachment; filename=\"your-data.zip\"";
            await content.CopyToAsync(http.Response.Body, 128 * 1024, ct);
        }

        await http.Response.CompleteAsync();
        await MarkDeliveredAsync(package.RequestId, id, db, events, clock);
        return TypedResults.Empty;
    }

    /// <summary>Counts wrong secrets. The answer to a wrong one is the same as for a package that is not there.</summary>
    private static async Task<ProblemHttpResult?> CheckAsync(
        Guid id, string secret, DsarDbContext db, KeyVault keys, RequestEvents events, PackageOptions options, TimeProvider clock, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var requestId = await db.Packages.Where(p => p.Id == id).Select(p => (Guid?)p.RequestId).SingleOrDefaultAsync(ct);
        if (requestId is null || await db.LockRequestAsync(requestId.Value, ct) is not { } request)
            return Problems.Forbidden("invalid-link", "The link is not valid.");
        var package = await db.Packages.SingleAsync(p => p.Id == id, ct);
        var (problem, reason) = Judge(package, keys.Hash("package", id, secret), options, clock.GetUtcNow());
        if (problem is null)
            return null;
        if (reason == "wrong-secret")
            package.CountWrongSecret();
        events.AddRefused(request, RequestEvents.Person(request), reason, h => new DownloadRefused(h, request.Id, id));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return problem;
    }

    private static (ProblemHttpResult? Problem, string Reason) Judge(AccessPackage package, byte[] hash, PackageOptions options, DateTimeOffset now)
    {
        if (package.State == PackageState.Deleted)
            return (Problems.Gone("package-deleted", "The package has been deleted."), "deleted");
        if (package.WrongSecrets >= options.MaxSecretAttempts)
            return (Problems.Gone("link-closed", "The link was closed after too many wrong attempts."), "link-closed");
        if (package.SecretHash is null || !CryptographicOperations.FixedTimeEquals(hash, package.SecretHash))
            return (Problems.Forbidden("invalid-link", "The link is not valid."), "wrong-secret");
        if (package.State == PackageState.Delivered)
            return (Problems.Gone("link-used", "The package was downloaded before: the link is used up."), "used");
        return now >= package.ExpiresAt
            ? (Problems.Gone("link-expired", "The link has expired."), "expired")
            : (null, "");
    }

    // The person has the file; that the connection ends now must not keep the link open.
    private static async Task MarkDeliveredAsync(Guid requestId, Guid id, DsarDbContext db, RequestEvents events, TimeProvider clock)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        var request = (await db.LockRequestAsync(requestId, CancellationToken.None))!;
        var package = await db.Packages.SingleAsync(p => p.Id == id, CancellationToken.None);
        if (package.State == PackageState.Ready)
        {
            package.Delivered(clock.GetUtcNow());
            events.Add(request, RequestEvents.Person(request), h => new AccessPackageDownloaded(h, requestId, id));
            await db.SaveChangesAsync(CancellationToken.None);
        }

        await transaction.CommitAsync(CancellationToken.None);
    }

    // A form, so that the browser itself saves the file; JSON for programs.
    private static async Task<string?> SecretAsync(HttpContext http, CancellationToken ct)
    {
        if (http.Request.HasFormContentType)
            return (await http.Request.ReadFormAsync(ct))["secret"];
        if (!http.Request.HasJsonContentType())
            return null;
        try
        {
            return (await http.Request.ReadFromJsonAsync<Body>(ct))?.Secret;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Body(string? Secret);
}
