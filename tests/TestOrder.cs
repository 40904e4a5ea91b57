using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestFramework(typeof(Governance.Tests.SameOrderEverywhere))]
[assembly: TestCollectionOrderer(typeof(Governance.Tests.TestOrder))]
[assembly: TestCaseOrderer(typeof(Governance.Tests.TestOrder))]

namespace Governance.Tests;

/// <summary>Collections, and tests of a class, run by name.</summary>
internal sealed class TestOrder : ITestCollectionOrderer, ITestCaseOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => c.TestCollectionDisplayName, StringComparer.Ordinal)];

    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase =>
        [.. testCases.OrderBy(t => t.TestCaseDisplayName, StringComparer.Ordinal)];
}

/// <summary>
/// Classes of a collection run in the order of their ids. The framework makes these from the folder of the clone, so a failure would not be the same elsewhere; here they come from the project's name.
/// </summary>
public sealed class SameOrderEverywhere : XunitTestFramework
{
    protected override ITestFrameworkDiscoverer CreateDiscoverer(Assembly assembly) => new XunitTestFrameworkDiscoverer(Identified(assembly));

    protected override ITestFrameworkExecutor CreateExecutor(Assembly assembly) => new XunitTestFrameworkExecutor(Identified(assembly));

    private static XunitTestAssembly Identified(Assembly assembly) => new(assembly, configFileName: null, assembly.GetName().Version, assembly.GetName().Name);
}
