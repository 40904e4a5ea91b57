using System.IO.Pipelines;
using System.Security.Claims;
using System.Security.Cryptography;
using Governance.Consent.Data;
using Governance.Consent.Decisions;
using Governance.Contracts.Consent.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Privacy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Import;

/// <summary>Takes an upload: checks it line by line as it streams in and keeps what is sound, with pseudonyms in place of identifiers. Recording follows.</summary>
internal sealed class ReceiveImport(ConsentDbContext db, ImportStore store, DecisionInputs inputs, SubjectPseudonymizer pseudonymizer, MessageOutbox outbox, OutboxSignal signal, EventHeaders headers, ImportSignal work, TimeProvider clock)
{
    private const int ChunkSize = 10_000;

    /// <param name="source">Where the consents come from, a code. External ids are unique within it.</param>
    public static async Task<Results<Accepted<ImportResponse>, ProblemHttpResult>> HandleAsync(HttpRequest request, string source, ReceiveImport receiver, ClaimsPrincipal user, CancellationToken ct)
    {
        if (!CodeRules.IsCode(source))
            return Problems.Validation("source", "Lower-case letters, digits and single hyphens only.");
        ImportFormat? format = request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() switch
        {
            "text/csv" => ImportFormat.Csv,
            "application/jsonl" or "application/x-ndjson" => ImportFormat.JsonLines,
            _ => null,
        };
        return format is null
            ? Problems.Of(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "Send text/csv, application/jsonl or application/x-ndjson.")
            : await receiver.ReceiveAsync(request.Body, source, format.Value, user, ct);
    }

    private async Task<Results<Accepted<ImportResponse>, ProblemHttpResult>> ReceiveAsync(Stream body, string source, ImportFormat format, ClaimsPrincipal user, CancellationToken ct)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var lines = new LineReader(PipeReader.Create(new HashingStream(body, sha))).ReadAsync(ct);
        await using var reader = lines.GetAsyncEnumerator(ct);
        List<string> header = [];
        if (format == ImportFormat.Csv)
        {
            if (!await reader.MoveNextAsync() || reader.Current.Text is not { } first || LineFields.SplitCsv(first) is not { } names)
                return Problems.Validation("body", "The first line must name the columns.");
            if (HeaderProblem(names) is { } wrong)
                return wrong;
            header = names;
        }

        var now = clock.Now();
        var import = new ConsentImport { Id = Guid.CreateVersion7(now), Source = source, Format = format, State = ImportState.Receiving, CreatedAt = now, CreatedBy = user.CallerId(), LeasedUntil = now + ImportStore.LeaseTime };
        db.Add(import);
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
        try
        {
            var check = new LineCheck(await inputs.CatalogueAsync(ct), pseudonymizer, source, now);
            if (!await HeldAsync(import.Id, () => StoreLinesAsync(import.Id, reader, header, check, format, ct), ct))
                return Abandoned();
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or BadHttpRequestException)
        {
            await store.FailAsync(import.Id, "upload-incomplete", CancellationToken.None);
            throw;
        }
        var hash = Convert.ToHexStringLower(sha.GetHashAndReset());
        var stored = await db.Imports.AsNoTracking().SingleAsync(i => i.Id == import.Id, ct);
        if (!await store.QueueAsync(import.Id, hash, outbox.RowOf(new ConsentImportReceived(headers.New(user.Actor(), "consent-import", import.Id), import.Id, source, stored.Lines, hash)), ct))
            return Abandoned();
        signal.Set();
        work.Set();
        return TypedResults.Accepted($"/v1/imports/{import.Id}", ImportResponse.Of(await db.Imports.AsNoTracking().SingleAsync(i => i.Id == import.Id, ct)));
    }

    private static ProblemHttpResult Abandoned() => Problems.Conflict("upload-abandoned", "The service has given this upload up, and nothing of it is imported: upload it again.");

    private async Task<bool> HeldAsync(Guid import, Func<Task<bool>> upload, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var hold = store.HoldAsync(import, over.Token);
        try
        {
            return await upload();
        }
        finally
        {
            await over.CancelAsync();
            await hold;
        }
    }

    private async Task<bool> StoreLinesAsync(Guid import, IAsyncEnumerator<TextLine> reader, List<string> header, LineCheck check, ImportFormat format, CancellationToken ct)
    {
        var (rows, errors, number) = (new List<ImportRow>(ChunkSize), new List<(long, LineProblem)>(), 0);
        while (await reader.MoveNextAsync())
        {
            var line = reader.Current;
            if (line.Text is { } blank && string.IsNullOrWhiteSpace(blank))
                continue;
            var (fields, problem) = line.Text is null ? (null, new LineProblem(line.Error!)) : format == ImportFormat.Csv ? LineFields.OfCsv(line.Text, header) : LineFields.OfJson(line.Text);
            var row = (ImportRow?)null;
            if (fields is not null)
                (row, problem) = check.Check(line.Number, fields);
            if (row is not null)
                rows.Add(row);
            else
                errors.Add((line.Number, problem!));
            if (rows.Count + errors.Count < ChunkSize)
                continue;
            if (!await store.AddAsync(import, ++number, rows, errors, ct))
                return false;
            rows.Clear();
            errors.Clear();
        }
        return await store.AddAsync(import, ++number, rows, errors, ct);
    }

    private static ProblemHttpResult? HeaderProblem(List<string> names)
    {
        if (names.Find(n => !LineFields.Known.Contains(n)) is { } unknown)
            return Problems.Validation("body", $"Column {names.IndexOf(unknown) + 1} has a name that is not known. Known are: {string.Join(", ", LineFields.Known.Order(StringComparer.Ordinal))}.");
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count)
            return Problems.Validation("body", "A column is named twice.");
        return LineFields.Required.FirstOrDefault(r => !names.Contains(r)) is { } missing ? Problems.Validation("body", $"The column {missing} is missing.") : null;
    }
}
