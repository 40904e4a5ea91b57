using System.Text.Json;
using Governance.Architecture.Tests.Fixtures.V1;
using Governance.Architecture.Tests.Rules;
using Governance.Contracts;
using Governance.Messaging;

namespace Governance.Architecture.Tests;

/// <summary>The JSON of every message, approved. Within V1 a field may come, but none may go or change.</summary>
public sealed class SnapshotTests
{
    private static readonly JsonSerializerOptions Indented = new(MessageJson.Options) { WriteIndented = true };
    private static readonly string Folder = Path.Combine(Repository.ThisFolder(), "Snapshots");

    public static TheoryData<string> MessageNames => [.. ContractRule.Messages(typeof(IEvent).Assembly).Select(t => t.FullName!)];

    [Theory]
    [MemberData(nameof(MessageNames))]
    public void Message_is_as_approved(string name)
    {
        var actual = Json(typeof(IEvent).Assembly.GetType(name)!);
        var file = Path.Combine(Folder, FileOf(name));
        if (Approval.IsAsked)
            File.WriteAllText(file, actual);
        Assert.True(File.Exists(file), $"{name} has no approved JSON: {Approval.Hint}");
        Assert.Equal(File.ReadAllText(file), actual);
    }

    [Fact]
    public void No_approved_message_has_gone()
    {
        var files = Directory.GetFiles(Folder, "*.json").Select(Path.GetFileName);
        Assert.Equal(MessageNames.Select(n => FileOf(n.Data)).Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_field_that_is_renamed_or_dropped_shows()
    {
        var approved = File.ReadAllText(Path.Combine(Repository.ThisFolder(), "Fixtures", "GoodHappened.older.json"));

        Assert.Contains("\"columnName\"", Json(typeof(GoodHappened)), StringComparison.Ordinal);
        Assert.NotEqual(approved, Json(typeof(GoodHappened)));
        Assert.Equal(approved.Replace("\"column\": \"column\"", "\"columnName\": \"columnName\"", StringComparison.Ordinal), Json(typeof(GoodHappened)));
    }

    private static string Json(Type type) => JsonSerializer.Serialize(MessageSample.Of(type), type, Indented) + "\n";

    private static string FileOf(string name) => name["Governance.Contracts.".Length..] + ".json";
}
