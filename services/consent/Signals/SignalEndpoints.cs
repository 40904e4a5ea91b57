using System.Text.Json.Serialization;
using FluentValidation;
using Governance.Consent.Choices;
using Governance.Consent.Data;
using Governance.Consent.Signals.Gpp;
using Governance.Consent.Signals.Tcf;
using Governance.Consent.Subjects;
using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Governance.ServiceDefaults.Privacy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Signals;

/// <param name="Tcf">A TC string; or</param>
/// <param name="Gpp">a GPP string.</param>
internal sealed record DecodeSignalBody(string? Tcf = null, string? Gpp = null);

/// <param name="Valid">It is decoded and has all that its specification asks for.</param>
/// <param name="Fault">Code of why it can't be decoded.</param>
/// <param name="Problems">Codes of what its specification forbids, for example <c>disclosed-vendors-missing</c>.</param>
internal sealed record DecodeSignalResponse(SignalKind Kind, bool Valid, string? Fault, IReadOnlyList<string> Problems, TcString? Tcf, GppString? Gpp);

internal sealed record ConsentModeBody(SubjectReference Subject);

/// <param name="After"><c>next</c> of the page before.</param>
internal sealed record SignalHistoryBody(SubjectReference Subject, Guid? After = null, int? Limit = null);

internal sealed record GpcDocument([property: JsonPropertyName("gpc")] bool Gpc, [property: JsonPropertyName("lastUpdate")] string LastUpdate);

/// <summary>Everything about a person is asked with POST, so that no identifier stands in a URL.</summary>
internal static class SignalEndpoints
{
    /// <summary>Since when this service has honoured the signal.</summary>
    private const string GpcSince = "2026-11-22";

    public static void MapSignals(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/signals").WithTags("Signals");
        group.MapPost("/", ReceiveSignal.HandleAsync).WithName("Consent.ReceiveSignal").WithSummary("Store a TCF or GPP string; honour Global Privacy Control")
            .RequirePermission(Permissions.ConsentWrite).Validate(new SignalBodyValidator());
        group.MapPost("/decoding", Decode).WithName("Consent.DecodeSignal").WithSummary("Decode and validate a TCF or GPP string without storing it")
            .RequirePermission(Permissions.ConsentDecide).Validate(new DecodeSignalValidator());
        group.MapPost("/history", HistoryAsync).WithName("Consent.ReadSignals").WithSummary("The signals stored of a person, oldest first")
            .RequirePermission(Permissions.ConsentRead).Validate(new SignalHistoryValidator());
        app.MapPost("/v1/consent-mode", ConsentModeAsync).WithTags("Signals").WithName("Consent.ExportConsentMode").WithSummary("Google Consent Mode v2 of a person, from the purposes mapped to it")
            .RequirePermission(Permissions.ConsentDecide).Validate(new ConsentModeValidator());
        app.MapGet(GlobalPrivacyControl.WellKnownPath, () => TypedResults.Ok(new GpcDocument(true, GpcSince))).WithTags("Signals").WithName("Consent.GetGpcSupport")
            .WithSummary("This service honours Global Privacy Control").AllowPublic("Global Privacy Control asks for this file.");
    }

    private static Ok<DecodeSignalResponse> Decode(DecodeSignalBody body)
    {
        var signal = body.Tcf is { } tcf ? SignalDecoder.Tcf(tcf) : SignalDecoder.Gpp(body.Gpp!);
        return TypedResults.Ok(new DecodeSignalResponse(signal.Kind, signal.Valid, signal.Fault, signal.Problems, signal.Tcf, signal.Gpp));
    }

    private static async Task<Ok<IReadOnlyDictionary<string, string>>> ConsentModeAsync(ConsentModeBody body, SubjectStates states, SubjectPseudonymizer pseudonymizer, CancellationToken ct) =>
        TypedResults.Ok(ConsentMode.Of(await states.ReadAsync(body.Subject.Pseudonym(pseudonymizer), null, ct)));

    private static async Task<Ok<Page<StoredSignalResponse>>> HistoryAsync(SignalHistoryBody body, ConsentDbContext db, SubjectPseudonymizer pseudonymizer, CancellationToken ct)
    {
        var (subject, limit) = (body.Subject.Pseudonym(pseudonymizer), Paging.Limit(body.Limit));
        var rows = await db.Set<ReceivedSignal>().AsNoTracking().Where(s => s.Subject == subject && (body.After == null || s.Id > body.After)).OrderBy(s => s.Id).Take(limit + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, limit, StoredSignalResponse.Of, s => s.Id.ToString()));
    }

    private sealed class ConsentModeValidator : AbstractValidator<ConsentModeBody>
    {
        public ConsentModeValidator() => RuleFor(b => b.Subject).SetValidator(new SubjectReferenceValidator());
    }

    private sealed class SignalHistoryValidator : AbstractValidator<SignalHistoryBody>
    {
        public SignalHistoryValidator() => RuleFor(b => b.Subject).SetValidator(new SubjectReferenceValidator());
    }

    private sealed class DecodeSignalValidator : AbstractValidator<DecodeSignalBody>
    {
        public DecodeSignalValidator()
        {
            RuleFor(b => b).Must(b => b.Tcf is null != b.Gpp is null).OverridePropertyName("signals").WithMessage("Name one: tcf or gpp.");
            RuleFor(b => b.Tcf).MaximumLength(TcStringDecoder.MaxLength);
            RuleFor(b => b.Gpp).MaximumLength(GppDecoder.MaxLength);
        }
    }
}
