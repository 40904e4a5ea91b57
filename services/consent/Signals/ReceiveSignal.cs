using System.Security.Claims;
using System.Text.Json;
using FluentValidation;
using Governance.Consent.Choices;
using Governance.Consent.Data;
using Governance.Consent.Purposes;
using Governance.Consent.Signals.Gpp;
using Governance.Consent.Signals.Tcf;
using Governance.Consent.Subjects;
using Governance.Contracts.Consent.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Privacy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Signals;

/// <summary>What a person's browser or consent management platform said.</summary>
/// <param name="Source">Where it came in, a code such as <c>shop-web</c>.</param>
/// <param name="SecGpc">The values of the request's Sec-GPC headers, untouched.</param>
/// <param name="Tcf">A TC string.</param>
/// <param name="Gpp">A GPP string.</param>
internal sealed record SignalBody(SubjectReference Subject, string Source, IReadOnlyList<string>? SecGpc = null, string? Tcf = null, string? Gpp = null);

/// <param name="OptedOut">Codes of the purposes that this ended for the person.</param>
internal sealed record SignalResponse(IReadOnlyList<StoredSignalResponse> Signals, IReadOnlyList<string> OptedOut);

/// <param name="Decoded">Null for GPC.</param>
internal sealed record StoredSignalResponse(Guid Id, SignalKind Kind, string Raw, string Source, DateTimeOffset ReceivedAt, JsonElement? Decoded)
{
    public static StoredSignalResponse Of(ReceivedSignal s) =>
        new(s.Id, s.Kind, s.Raw, s.Source, s.ReceivedAt, s.Decoded is { } decoded ? JsonDocument.Parse(decoded).RootElement : null);
}

internal static class ReceiveSignal
{
    public static async Task<Results<Ok<SignalResponse>, ProblemHttpResult>> HandleAsync(
        SignalBody body, ConsentDbContext db, SignalIntake intake, SubjectPseudonymizer pseudonymizer, ClaimsPrincipal user, CancellationToken ct)
    {
        var decoded = new List<(string Field, string Raw, DecodedSignal Signal)>();
        if (body.Tcf is { } tcf)
            decoded.Add(("tcf", tcf, SignalDecoder.Tcf(tcf)));
        if (body.Gpp is { } gpp)
            decoded.Add(("gpp", gpp, SignalDecoder.Gpp(gpp)));
        if (decoded.FirstOrDefault(d => !d.Signal.Valid) is { Field: not null } wrong)
            return Problems.Validation(wrong.Field, $"Not valid: {wrong.Signal.Fault ?? string.Join(", ", wrong.Signal.Problems)}.");
        var subject = body.Subject.Pseudonym(pseudonymizer);
        return TypedResults.Ok(await intake.TakeAsync(subject, body.Source, [.. decoded.Select(d => (d.Raw, d.Signal))], GlobalPrivacyControl.IsSet(body.SecGpc ?? []), user.Actor(), ct));
    }
}

/// <summary>Stores signals and carries out what they say no to. None ever grants anything.</summary>
internal sealed class SignalIntake(ConsentDbContext db, ChoiceRecorder choices, MessageOutbox outbox, EventHeaders headers, TimeProvider clock)
{
    private const string GpcMethod = "global-privacy-control";
    private const string GppMethod = "gpp-opt-out";

    public async Task<SignalResponse> TakeAsync(string subject, string source, IReadOnlyList<(string Raw, DecodedSignal Signal)> strings, bool gpc, Contracts.Actor actor, CancellationToken ct)
    {
        var signals = strings.Select(s => New(subject, source, s.Signal.Kind, s.Raw, JsonSerializer.Serialize<object>(s.Signal.Kind == SignalKind.Tcf ? s.Signal.Tcf! : s.Signal.Gpp!, SignalJson.Options), actor)).ToList();
        var gppMethod = strings.Any(s => s.Signal.Gpp?.OptsOut() == true) ? GppMethod : null;
        var optedOut = (gpc ? GpcMethod : gppMethod) is { } method ? await OptOutAsync(subject, method, source, actor, ct) : [];
        // A browser sends the header with every request: only the one that changed something is kept.
        if (gpc && optedOut.Count > 0)
            signals.Add(New(subject, source, SignalKind.Gpc, "1", null, actor));
        foreach (var signal in signals)
        {
            db.Add(signal);
            outbox.Add(db, new SignalReceived(headers.New(actor, "signal", signal.Id, subject), signal.Id, CodeRules.CodeOf(signal.Kind), source));
        }
        await db.SaveChangesAsync(ct);
        return new([.. signals.Select(StoredSignalResponse.Of)], optedOut);
    }

    private async Task<IReadOnlyList<string>> OptOutAsync(string subject, string method, string source, Contracts.Actor actor, CancellationToken ct)
    {
        var sold = (await db.Purposes.AsNoTracking().WithCurrent().ToListAsync(ct)).Where(p => p.Current.SaleOrSharing);
        var optedOut = new List<string>();
        foreach (var purpose in sold.OrderBy(p => p.Code, StringComparer.Ordinal))
        {
            if ((await choices.SayNoAsync(subject, purpose, new(actor, method, source), ct)).Record is not null)
                optedOut.Add(purpose.Code);
            db.ChangeTracker.Clear();
        }
        return optedOut;
    }

    private ReceivedSignal New(string subject, string source, SignalKind kind, string raw, string? decoded, Contracts.Actor actor) => new()
    {
        Id = Guid.CreateVersion7(clock.Now()),
        Subject = subject,
        Kind = kind,
        Raw = raw,
        Decoded = decoded,
        Source = source,
        ReceivedAt = clock.Now(),
        ReceivedFrom = actor.Id,
    };
}

internal static class SignalJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web);
}

internal sealed class SignalBodyValidator : AbstractValidator<SignalBody>
{
    public SignalBodyValidator()
    {
        RuleFor(b => b.Subject).SetValidator(new SubjectReferenceValidator());
        RuleFor(b => b.Source).Code();
        RuleFor(b => b.SecGpc).Must(values => values!.Count <= 20).When(b => b.SecGpc is not null).WithMessage("At most 20 values.");
        RuleFor(b => b.Tcf).MaximumLength(TcStringDecoder.MaxLength);
        RuleFor(b => b.Gpp).MaximumLength(GppDecoder.MaxLength);
        RuleFor(b => b).Must(b => b.SecGpc is not null || b.Tcf is not null || b.Gpp is not null).OverridePropertyName("signals").WithMessage("Name at least one signal: secGpc, tcf or gpp.");
    }
}
