using System.Text;
using System.Text.Json;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Packages;

namespace Governance.Dsar.Tests.Packages;

public sealed class TableFormatTests
{
    [Fact]
    public async Task Copy_text_escapes_and_nulls_are_read()
    {
        using var reader = Reader("a\\tb\\nc\\\\d\\r\t\\N\t\n", 3);
        Assert.Equal((string?[])["a\tb\nc\\d\r", null, ""], (await reader.ReadAsync(default))!);
        Assert.Null(await reader.ReadAsync(default));
    }

    [Theory]
    [InlineData("a\tb\n", 3)]
    [InlineData("a\tb\tc\td\n", 3)]
    public async Task A_row_with_another_number_of_values_is_an_error(string rows, int columns)
    {
        using var reader = Reader(rows, columns);
        await Assert.ThrowsAsync<InvalidDataException>(() => reader.ReadAsync(default).AsTask());
    }

    [Fact]
    public async Task Json_is_typed_by_the_column()
    {
        var columns = Columns("integer", "numeric(10,2)", "boolean", "jsonb", "text", "numeric", "bigint[]", "json");
        using var reader = Reader("-7\t1.50\tt\t{\"a\": [1]}\t007\tNaN\t{1,2}\t{broken\n\\N\t\\N\tf\t\\N\t\t\\N\t\\N\t\\N\n", 8);
        using var target = new MemoryStream();
        await JsonTable.WriteAsync(target, columns, reader, default);
        var rows = JsonSerializer.Deserialize<JsonElement>(target.ToArray());
        Assert.Equal("""{"c0":-7,"c1":1.50,"c2":true,"c3":{"a": [1]},"c4":"007","c5":"NaN","c6":"{1,2}","c7":"{broken"}""", rows[0].GetRawText());
        Assert.Equal("""{"c0":null,"c1":null,"c2":false,"c3":null,"c4":"","c5":null,"c6":null,"c7":null}""", rows[1].GetRawText());
    }

    [Fact]
    public async Task Csv_tells_null_from_empty_and_quotes_what_needs_it()
    {
        using var reader = Reader("a,b\t\\N\t\t\"\n", 4);
        using var target = new MemoryStream();
        Assert.Equal(1, await CsvTable.WriteAsync(target, Columns("text", "text", "text", "text"), reader, _ => { }, default));
        Assert.Equal("c0,c1,c2,c3\r\n\"a,b\",,\"\",\"\"\"\"\r\n", Encoding.UTF8.GetString(target.ToArray()));
    }

    [Theory]
    [InlineData("../../etc/passwd", "_.._etc_passwd")]
    [InlineData("a:b*c", "a_b_c")]
    [InlineData("..", "_")]
    [InlineData("shop", "shop")]
    public void Names_from_databases_stay_within_their_folder(string name, string clean) => Assert.Equal(clean, PackageNames.Clean(name));

    private static CopyTextReader Reader(string rows, int columns) => new(new MemoryStream(Encoding.UTF8.GetBytes(rows)), columns);

    private static List<PlanColumn> Columns(params string[] types) => [.. types.Select((t, i) => new PlanColumn($"c{i}", t, null, null, false))];
}
