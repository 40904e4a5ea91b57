using System.Buffers;
using System.Globalization;
using Governance.Notes;
using Governance.ServiceDefaults;

namespace Governance.Witness;

/// <summary>What the witness has cosigned of a log.</summary>
/// <param name="Note">The checkpoint with its signatures; null when none was ever cosigned.</param>
internal sealed record WatchedLogResponse(string Origin, long Size, string? Note);

internal sealed record WitnessResponse(string VerifierKey, IReadOnlyList<WatchedLogResponse> Logs);

internal static partial class WitnessEndpoints
{
    public static void MapWitness(this WebApplication app)
    {
        app.MapPost("/add-checkpoint", AddAsync).WithName("Witness.AddCheckpoint");
        app.MapGet("/", Describe).WithName("Witness.Describe");
        app.MapGet("/health/live", () => TypedResults.Ok());
        app.MapGet("/health/ready", (Cosigner cosigner) => IsReady(cosigner) ? Results.Ok() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
    }

    private static async Task<IResult> AddAsync(HttpRequest request, Cosigner cosigner, FaultPoints faults, ILogger<Cosigner> logger, CancellationToken ct)
    {
        if (await ReadAsync(request, ct) is not { } body)
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        try
        {
            var answer = cosigner.Add(body);
            faults.Hit("witness.before-answer");
            if (answer.Verdict != Verdict.Cosigned)
                LogNotCosigned(logger, answer.Verdict);
            return answer.Verdict switch
            {
                Verdict.Cosigned => Text(StatusCodes.Status200OK, answer.Cosignature!.ToLine()),
                Verdict.UnknownLog => Text(StatusCodes.Status404NotFound, "This witness does not watch that log.\n"),
                Verdict.NotSigned => Text(StatusCodes.Status403Forbidden, "No trusted key of the log has signed this.\n"),
                Verdict.WrongOldSize or Verdict.AnotherRoot =>
                    Results.Text(answer.KnownSize.ToString(CultureInfo.InvariantCulture) + "\n", "text/x.tlog.size", statusCode: StatusCodes.Status409Conflict),
                Verdict.NotConsistent => Text(StatusCodes.Status422UnprocessableEntity, "The proof does not show that this continues what was cosigned before.\n"),
                _ => Text(StatusCodes.Status400BadRequest, "This is not an add-checkpoint request.\n"),
            };
        }
        catch (DamagedMemoryException)
        {
            LogDamaged(logger);
            return Text(StatusCodes.Status500InternalServerError, "The witness can't read what it cosigned before, and cosigns nothing.\n");
        }
    }

    private static IResult Describe(Cosigner cosigner)
    {
        try
        {
            return Results.Json(new WitnessResponse(
                cosigner.Key.ToString(),
                [.. cosigner.Origins.Order(StringComparer.Ordinal).Select(o => cosigner.Newest(o) is var (checkpoint, note) ? new WatchedLogResponse(o, checkpoint.Size, note.ToString()) : new WatchedLogResponse(o, 0, null))]));
        }
        catch (DamagedMemoryException)
        {
            return Results.StatusCode(StatusCodes.Status500InternalServerError);
        }
    }

    private static bool IsReady(Cosigner cosigner)
    {
        try
        {
            foreach (var origin in cosigner.Origins)
                cosigner.Newest(origin);
            return true;
        }
        catch (DamagedMemoryException)
        {
            return false;
        }
    }

    /// <summary>Null when there is more than any request can need.</summary>
    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > AddCheckpointRequest.MaxBytes)
            return null;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(ct);
            if (read.Buffer.Length > AddCheckpointRequest.MaxBytes)
                return null;
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static IResult Text(int status, string text) => Results.Text(text, "text/plain; charset=utf-8", statusCode: status);

    [LoggerMessage(LogLevel.Warning, "A checkpoint was not cosigned: {Verdict}")]
    private static partial void LogNotCosigned(ILogger logger, Verdict verdict);

    [LoggerMessage(LogLevel.Critical, "The stored checkpoint can't be read or lacks this witness's cosignature: nothing is cosigned")]
    private static partial void LogDamaged(ILogger logger);
}
