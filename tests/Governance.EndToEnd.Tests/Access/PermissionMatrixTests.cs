using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace Governance.EndToEnd.Tests.Access;

/// <summary>Every operation of every running service × every role and machine client. Nothing is listed here: all of it is found by asking.</summary>
[Collection(AccessCollection.Name)]
public sealed class PermissionMatrixTests(AccessStack stack)
{
    private static readonly string[] RolesOfThePlatform = ["admin", "auditor", "data-owner", "dpo", "legal-reviewer", "privacy-analyst"];

    [Fact]
    public void There_is_something_to_check_of_every_service_and_role()
    {
        // The portal has no operations of its own: it forwards, and the services decide.
        Assert.All(stack.Services.Where(s => s != "portal"), service => Assert.Contains(stack.Operations, o => o.Permissions.Count > 0 && o.Name.StartsWith($"{service}.", StringComparison.OrdinalIgnoreCase)));
        Assert.Subset(stack.Callers.Select(c => c.Name).ToHashSet(), RolesOfThePlatform.ToHashSet());
    }

    [Fact]
    public void Every_operation_asks_for_a_known_permission_or_says_why_it_is_public() => Assert.All(stack.Operations, operation =>
    {
        Assert.True(operation.IsPublic ^ operation.Permissions.Count > 0, operation.ToString());
        Assert.All(operation.Permissions, p => Assert.Contains(p, Contracts.Permissions.All));
    });

    [Fact]
    public void Every_operation_is_open_to_some_role_or_client() =>
        Assert.All(Protected, operation => Assert.True(stack.Callers.Any(c => operation.Permissions.All(c.Permissions.Contains)), operation.ToString()));

    [Fact]
    public void A_token_carries_the_permissions_of_its_role_or_client() => Assert.All(stack.Callers, caller =>
    {
        var claims = Caller.Claims(caller.Token);
        var carried = claims.TryGetProperty("permissions", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(p => p.GetString()!) : [];
        Assert.Equal(caller.Permissions.Order(StringComparer.Ordinal), carried.Order(StringComparer.Ordinal));
    });

    [Fact]
    public async Task Without_a_token_nothing_but_the_public_is_open() =>
        await ForEachAsync(Protected, async operation => await AnswerAsync(operation, null) is { } status and not HttpStatusCode.Unauthorized ? $"{operation}: {status}" : null);

    [Fact]
    public async Task Every_role_and_client_is_let_in_where_it_has_the_permission_and_nowhere_else() =>
        await ForEachAsync(Protected.SelectMany(operation => stack.Callers.Select(caller => (operation, caller))), async pair =>
        {
            var status = await AnswerAsync(pair.operation, pair.caller.Token);
            var allowed = pair.operation.Permissions.All(pair.caller.Permissions.Contains);
            var asExpected = allowed ? status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) : status is HttpStatusCode.Forbidden;
            return asExpected ? null : $"{pair.operation} as {pair.caller.Name}, who {(allowed ? "has" : "lacks")} {string.Join('+', pair.operation.Permissions)}: {status}";
        });

    private IEnumerable<Operation> Protected => stack.Operations.Where(o => o.Permissions.Count > 0);

    private async Task<HttpStatusCode> AnswerAsync(Operation operation, string? token)
    {
        using var request = operation.Request(token);
        using var response = await stack.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode;
    }

    private static async Task ForEachAsync<T>(IEnumerable<T> items, Func<T, Task<string?>> check)
    {
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (item, _) =>
        {
            if (await check(item) is { } problem)
                wrong.Add(problem);
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
    }
}
