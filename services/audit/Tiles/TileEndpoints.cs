using System.Buffers.Binary;
using Governance.Audit.Checkpoints;
using Governance.Audit.Log;
using Governance.Audit.Merkle;
using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Governance.Audit.Tiles;

/// <summary>
/// The log as static files (C2SP tlog-tiles). Hashes and checkpoints tell nothing of what the entries say and are open to anyone;
/// the entries themselves are for those who may read the log.
/// </summary>
internal static class TileEndpoints
{
    private const string Immutable = "max-age=31536000, immutable";
    private const int MaxLevel = 63;

    public static void MapTiles(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("").WithTags("Tiles");
        group.MapGet("/checkpoint", Checkpoint).WithName("Audit.GetCheckpoint")
            .Produces<string>(StatusCodes.Status200OK, "text/plain").Produces<string>(StatusCodes.Status404NotFound, "text/plain").AllowPublic("size, root and signatures of the log");
        group.MapGet("/tile/{level:int}/{**path}", TileAsync).WithName("Audit.GetTile")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream").Produces<string>(StatusCodes.Status404NotFound, "text/plain").AllowPublic("hashes of the log's tree");
        group.MapGet("/tile/entries/{**path}", EntriesAsync).WithName("Audit.GetEntryBundle")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream").Produces<string>(StatusCodes.Status404NotFound, "text/plain").RequirePermission(Permissions.AuditRead);
    }

    private static ContentHttpResult Checkpoint(HttpResponse response, ServedCheckpoint served)
    {
        response.Headers.CacheControl = "no-cache";
        return served.Newest() is { } newest
            ? TypedResults.Text(newest.Note.ToString(), "text/plain; charset=utf-8")
            : Missing("There is no checkpoint yet.");
    }

    private static async Task<IResult> TileAsync(int level, string path, HttpResponse response, ServedCheckpoint served, NpgsqlDataSource database, CancellationToken ct)
    {
        if (level is < 0 or > MaxLevel || !response.HttpContext.Request.Path.StartsWithSegments($"/tile/{level}") || !TilePath.TryParse(path, out var wanted))
            return Missing("This is not the path of a tile.");
        // Beyond what was published the tree may still change.
        if (level > MaxLevel / TileId.Height || wanted.Width > new TileId(level, wanted.Index).WidthAt(served.PublishedSize()))
            return Missing("The published log has no such tile.");
        await using var connection = await database.OpenConnectionAsync(ct);
        var tiles = await TileReader.ReadAsync(connection, [new TileId(level, wanted.Index)], ct);
        var bytes = wanted.Width * MerkleHash.Length;
        return tiles.Values.SingleOrDefault() is { } hashes && hashes.Length >= bytes ? File(response, hashes.AsMemory(0, bytes)) : Damaged();
    }

    private static async Task<IResult> EntriesAsync(string path, HttpResponse response, ServedCheckpoint served, LeafDataReader leaves, CancellationToken ct)
    {
        if (!TilePath.TryParse(path, out var wanted))
            return Missing("This is not the path of an entry bundle.");
        if (wanted.Width > new TileId(0, wanted.Index).WidthAt(served.PublishedSize()))
            return Missing("The published log has no such entries.");
        var entries = await leaves.ReadAsync(wanted.Index * TileId.Width, wanted.Width, ct);
        if (entries.Count < wanted.Width)
            return Damaged();
        if (entries.Any(e => e.Length > ushort.MaxValue))
            return TypedResults.Text("An entry is too long for a bundle; read it by itself.\n", "text/plain; charset=utf-8", statusCode: StatusCodes.Status409Conflict);
        var bundle = new byte[entries.Sum(e => sizeof(ushort) + e.Length)];
        var at = 0;
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bundle.AsSpan(at), (ushort)entry.Length);
            entry.CopyTo(bundle, at += sizeof(ushort));
            at += entry.Length;
        }

        // Not for shared caches: who may read it is decided per request.
        return File(response, bundle, "private, ");
    }

    private static FileContentHttpResult File(HttpResponse response, ReadOnlyMemory<byte> content, string audience = "public, ")
    {
        response.Headers.CacheControl = audience + Immutable;
        return TypedResults.Bytes(content, "application/octet-stream");
    }

    private static ContentHttpResult Missing(string why) => TypedResults.Text(why + "\n", "text/plain; charset=utf-8", statusCode: StatusCodes.Status404NotFound);

    private static ContentHttpResult Damaged() =>
        TypedResults.Text("What is stored does not fit together.\n", "text/plain; charset=utf-8", statusCode: StatusCodes.Status409Conflict);
}
