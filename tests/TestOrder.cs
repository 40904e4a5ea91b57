using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCaseOrderer(typeof(Governance.Tests.TestOrder))]

namespace Governance.Tests;

/// <summary>Tests of a class run by name. The framework's own order comes from the folder of the clone, so a failure would not be the same elsewhere.</summary>
internal sealed class TestOrder : ITestCaseOrderer
{
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase =>
        [.. testCases.OrderBy(t => t.TestCaseDisplayName, StringComparer.Ordinal)];
}
