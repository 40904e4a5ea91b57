using System.Reflection;
using Governance.Architecture.Tests.Fixtures;
using Governance.Architecture.Tests.Rules;

namespace Governance.Architecture.Tests;

public sealed class BannedCallTests
{
    [Fact]
    public void Services_and_shared_libraries_read_no_clock_make_no_random_ids_and_block_no_thread() =>
        Violations.None(Repository.Services.Select(s => s.Load()).Concat(Repository.Shared).SelectMany(a => BannedCallRule.Check(a)));

    [Fact]
    public void Every_banned_call_breaks_the_rule_and_nothing_else_does()
    {
        var found = BannedCallRule.Check(Assembly.GetExecutingAssembly(), type => type.StartsWith(typeof(BannedCalls).FullName!, StringComparison.Ordinal));

        Assert.Equal(
            [
                "GetConfiguredResult", "GetResult", "GetValueResult", "InsideALambda", "InsideAsync", "MethodGroup", "NewGuid",
                "Now", "OffsetNow", "OffsetUtcNow", "Result", "Today", "UtcNow", "Wait", "WaitAll",
            ],
            found.Select(Place).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>Name of the method in the source, also where the compiler moved its code elsewhere.</summary>
    private static string Place(string finding)
    {
        var place = finding[(typeof(BannedCalls).FullName!.Length + 1)..finding.IndexOf(" calls ", StringComparison.Ordinal)];
        var (from, to) = (place.LastIndexOf('<'), place.LastIndexOf('>'));
        if (from >= 0 && to == from + 1)
            (from, to) = (place.IndexOf('<'), place.IndexOf('>'));
        return from >= 0 ? place[(from + 1)..to] : place;
    }
}
