using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Inventory.DataStores;

/// <param name="OwnerId">User id of who answers for the store's data.</param>
internal sealed record DataStoreDetails(string Name, string SecretReference, string Region, string OwnerId)
{
    public ProblemHttpResult? Refuse(string? kind = null)
    {
        var errors = new Dictionary<string, string[]>();
        Check(errors, "name", Name, 200);
        Check(errors, "region", Region, 64);
        Check(errors, "ownerId", OwnerId, 200);
        if (kind is not null && !StoreKinds.Known.Contains(kind))
            errors["kind"] = [$"One of: {string.Join(", ", StoreKinds.Known)}."];
        if (!DataStores.SecretReference.IsValid(SecretReference))
            errors["secretReference"] = [DataStores.SecretReference.Rule];
        return errors.Count > 0 ? Problems.Validation(errors) : null;
    }

    private static void Check(Dictionary<string, string[]> errors, string field, string value, int max)
    {
        if (string.IsNullOrWhiteSpace(value))
            errors[field] = ["Required."];
        else if (value.Length > max)
            errors[field] = [$"At most {max} characters."];
        else if (value.Any(char.IsControl))
            errors[field] = ["Control characters are not accepted."];
    }
}

internal static class StoreKinds
{
    public static readonly IReadOnlyList<string> Known = ["postgresql"];
}
