using System.Reflection;
using Governance.Architecture.Tests.Rules;

namespace Governance.Architecture.Tests;

public sealed class ReferenceTests
{
    [Fact]
    public void Services_are_found_by_looking_at_the_folder() => Assert.True(Repository.Services.Count >= 7);

    [Fact]
    public void Services_reference_only_shared_projects() =>
        Violations.None(Repository.Services.SelectMany(s => ReferenceRule.Check(s.ProjectFile, File.ReadAllText(s.ProjectFile))));

    [Fact]
    public void Services_use_only_shared_assemblies() =>
        Violations.None(Repository.Services.SelectMany(s => ReferenceRule.Check(s.Load())));

    [Fact]
    public void A_project_that_references_another_service_breaks_the_rule() => Assert.Equal(
        ["Governance.Dpia.csproj references ../dsar/Governance.Dsar.csproj", "Governance.Dpia.csproj references ../../tools/Governance.Demo/Governance.Demo.csproj"],
        ReferenceRule.Check(
            Path.Combine(Repository.Root, "services", "dpia", "Governance.Dpia.csproj"),
            File.ReadAllText(Path.Combine(Repository.ThisFolder(), "Fixtures", "ServiceReferencingAnother.xml"))));

    [Fact]
    public void An_assembly_that_uses_a_service_breaks_the_rule() =>
        // This very assembly does: the fixture in Fixtures/UsesAService.cs needs the audit service.
        Assert.Contains("Governance.Architecture.Tests references Governance.Audit", ReferenceRule.Check(Assembly.GetExecutingAssembly()));
}
