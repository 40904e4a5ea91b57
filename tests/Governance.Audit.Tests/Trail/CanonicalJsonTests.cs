using System.Text;
using System.Text.Json;
using Governance.Audit.Trail;

namespace Governance.Audit.Tests.Trail;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{ "b" : 1, "a" : [ true , null, "x" ] }""", """{"a":[true,null,"x"],"b":1}""")]
    [InlineData("""{"\u20ac":1,"\r":2,"1":3,"\u00f6":4,"\ud83d\ude00":5,"\ufb33":6}""", "{\"\\r\":2,\"1\":3,\"ö\":4,\"€\":1,\"😀\":5,\"\ufb33\":6}")]
    [InlineData("""{"a":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"}""", """{"a":"€$\u000f\nA'B\"\\\\\"/"}""")]
    [InlineData("""{"":{},"z":[[],{}]}""", """{"":{},"z":[[],{}]}""")]
    public void One_value_has_one_encoding(string json, string expected) => Assert.Equal(expected, Encode(json));

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("1.0", "1")]
    [InlineData("1.50", "1.5")]
    [InlineData("100e-2", "1")]
    [InlineData("1E30", "1e+30")]
    [InlineData("4.50", "4.5")]
    [InlineData("2e-3", "0.002")]
    [InlineData("0.000000000000000000000000001", "1e-27")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("0.0000001", "1e-7")]
    [InlineData("333333333.33333329", "333333333.3333333")]
    [InlineData("123456789012345680000.0", "123456789012345680000")]
    [InlineData("1e21", "1e+21")]
    [InlineData("-1.2345e-10", "-1.2345e-10")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("9007199254740993", "9007199254740993")]
    public void Numbers_are_printed_as_by_ECMAScript_but_integers_are_not_rounded(string json, string expected) => Assert.Equal(expected, Encode(json));

    [Fact]
    public void A_key_that_stands_twice_is_refused() => Assert.Throws<JsonException>(() => Encode("""{"a":1,"b":2,"a":3}"""));

    [Fact]
    public void Half_a_surrogate_pair_is_refused() => Assert.Throws<InvalidOperationException>(() => Encode("""{"a":"\ud83d"}"""));

    private static string Encode(string json) => Encoding.UTF8.GetString(CanonicalJson.Encode(JsonSerializer.Deserialize<JsonElement>(json)));
}
