using System.Reflection;
using Governance.Architecture.Tests.Rules;

namespace Governance.Architecture.Tests;

/// <summary>The witness is nobody's service: it has neither the platform's identity, nor its bus, nor a database of it.</summary>
public sealed class WitnessTests
{
    private static readonly Assembly Witness = Assembly.Load("Governance.Witness");

    [Fact]
    public void It_shares_the_formats_with_the_platform_and_nothing_more()
    {
        Assert.Equal(["Governance.Notes"], Witness.GetReferencedAssemblies().Select(r => r.Name!).Where(name => name.StartsWith("Governance.", StringComparison.Ordinal)));
        Assert.DoesNotContain(Witness.GetReferencedAssemblies(), r => r.Name!.StartsWith("Npgsql", StringComparison.Ordinal) || r.Name.StartsWith("MassTransit", StringComparison.Ordinal));
    }

    [Fact]
    public void It_reads_no_clock_makes_no_random_ids_and_blocks_no_thread() => Violations.None(BannedCallRule.Check(Witness));
}
