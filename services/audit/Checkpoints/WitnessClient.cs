using System.Globalization;
using System.Net;
using System.Text;
using Governance.Notes;

namespace Governance.Audit.Checkpoints;

/// <summary>How a witness answered.</summary>
internal abstract record WitnessAnswer
{
    internal sealed record Cosigned(NoteSignature Signature) : WitnessAnswer;

    /// <summary>It last cosigned another size than we said.</summary>
    internal sealed record KnowsSize(long Size) : WitnessAnswer;

    /// <summary>It can't reconcile this checkpoint with what it cosigned before.</summary>
    internal sealed record Objected : WitnessAnswer;

    /// <summary>No answer that counts. The code is stable and names no address.</summary>
    internal sealed record Failed(string Code) : WitnessAnswer;
}

/// <summary>Speaks C2SP tlog-witness <c>add-checkpoint</c>.</summary>
internal sealed class WitnessClient(IHttpClientFactory clients)
{
    public const string HttpName = "witness";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="old">Size that the witness is thought to have cosigned last.</param>
    public async Task<WitnessAnswer> AddCheckpointAsync(Uri prefix, VerifierKey key, long old, IReadOnlyList<byte[]> proof, SignedNote note, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            var http = clients.CreateClient(HttpName);
            using var request = new HttpRequestMessage(HttpMethod.Post, prefix.AbsoluteUri.TrimEnd('/') + "/add-checkpoint") { Content = new ByteArrayContent(Body(old, proof, note)) };
            using var response = await http.SendAsync(request, limit.Token);
            var body = await response.Content.ReadAsStringAsync(limit.Token);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => ReadCosignature(body, key, note),
                HttpStatusCode.Conflict => ReadSize(body) is not { } size ? new WitnessAnswer.Failed("answer-not-understood")
                    : size == old ? new WitnessAnswer.Objected() : new WitnessAnswer.KnowsSize(size),
                HttpStatusCode.UnprocessableEntity => new WitnessAnswer.Objected(),
                var status => new WitnessAnswer.Failed(string.Create(CultureInfo.InvariantCulture, $"status-{(int)status}")),
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new WitnessAnswer.Failed("unreachable");
        }
    }

    private static byte[] Body(long old, IReadOnlyList<byte[]> proof, SignedNote note)
    {
        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"old {old}\n"));
        foreach (var hash in proof)
            head.Append(Convert.ToBase64String(hash)).Append('\n');
        return [.. Encoding.ASCII.GetBytes(head.Append('\n').ToString()), .. note.ToBytes()];
    }

    /// <summary>Only a line of the witness's own key that verifies counts; others are left out.</summary>
    private static WitnessAnswer ReadCosignature(string body, VerifierKey key, SignedNote note)
    {
        var text = note.TextBytes;
        foreach (var line in body.Split('\n', SignedNote.MaxSignatures))
        {
            if (NoteSignature.TryParse(line, out var signature) && key.Verifies(text, signature))
                return new WitnessAnswer.Cosigned(signature);
        }

        return new WitnessAnswer.Failed("cosignature-not-valid");
    }

    private static long? ReadSize(string body) => body.EndsWith('\n') && Checkpoint.TryParseSize(body[..^1], out var size) ? size : null;
}
