using System.Security.Claims;
using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Consent.Records;

internal sealed record AddRecordsBody(IReadOnlyList<RecordBody> Records);

/// <param name="Index">Position in the request, from 0.</param>
/// <param name="Code">Why it was refused; null when it was recorded.</param>
/// <param name="Field">The field that is wrong, where one is.</param>
internal sealed record BulkItem(int Index, RecordResponse? Record, string? Code, string? Field, string? Detail);

internal sealed record BulkResponse(int Recorded, int Refused, IReadOnlyList<BulkItem> Items);

/// <summary>Many records in one call and one write. What is wrong with one item is said of that item; the others are recorded.</summary>
internal static class AddRecords
{
    public const int MaxRecords = 1_000;
    private static readonly RecordBodyValidator Validator = new();

    public static async Task<Ok<BulkResponse>> HandleAsync(AddRecordsBody body, RecordIntake intake, ClaimsPrincipal user, CancellationToken ct)
    {
        var items = new BulkItem[body.Records.Count];
        var sound = new List<int>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            if (Validator.Validate(body.Records[i]).Errors.FirstOrDefault() is { } error)
                items[i] = new(i, null, "validation", string.Join('.', error.PropertyName.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName)), error.ErrorMessage);
            else
                sound.Add(i);
        }
        var taken = await intake.TakeAsync([.. sound.Select(i => body.Records[i])], user, ct);
        foreach (var (position, i) in sound.Index())
            items[i] = Item(i, taken[position]);
        var recorded = items.Count(i => i.Record is not null);
        return TypedResults.Ok(new BulkResponse(recorded, items.Length - recorded, items));
    }

    private static BulkItem Item(int index, Taken taken) => taken.Record is { } record
        ? new(index, RecordResponse.Of(record), null, null, null)
        : new(index, null, taken.Refusal!.Code, taken.Refusal.Field, taken.Refusal.Message);
}

internal sealed class AddRecordsValidator : AbstractValidator<AddRecordsBody>
{
    public AddRecordsValidator()
    {
        RuleFor(b => b.Records).Must(records => records.Count is > 0 and <= AddRecords.MaxRecords).WithMessage($"From 1 to {AddRecords.MaxRecords} records.");
        RuleForEach(b => b.Records).NotNull().WithMessage("Required.");
    }
}
