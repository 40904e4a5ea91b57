using Governance.DataPlane.Classifying;

namespace Governance.DataPlane.Tests.Classifying;

public sealed class ClassifierTests(ITestOutputHelper output)
{
    private readonly Classifier _classifier = new(TimeProvider.System);

    [Fact]
    public void A_labelled_schema_is_classified_with_few_misses_and_no_false_alarm()
    {
        var results = LabelledSchema.All().Select(l => (Name: $"{l.Column.Table}.{l.Column.Name}", l.Category, Found: _classifier.Classify(l.Column))).ToArray();
        var right = results.Count(r => r.Category is not null && r.Found?.Category == r.Category);
        var wrong = results.Where(r => r.Found is not null && r.Found.Category != r.Category).Select(r => $"{r.Name} taken for {r.Found!.Category}").ToArray();
        var missed = results.Where(r => r.Category is not null && r.Found is null).Select(r => r.Name).ToArray();
        var precision = right / (double)(right + wrong.Length);
        var recall = right / (double)results.Count(r => r.Category is not null);
        output.WriteLine($"precision {precision:0.00}, recall {recall:0.00}, missed: {string.Join(", ", missed)}, wrong: {string.Join(", ", wrong)}");

        Assert.Empty(wrong);
        Assert.Equal(LabelledSchema.KnownMisses, missed.Order(StringComparer.Ordinal));
        Assert.True(recall >= 0.9);
    }

    [Fact]
    public void Evidence_never_holds_a_value()
    {
        foreach (var (column, _) in LabelledSchema.All())
        {
            var evidence = string.Join(' ', _classifier.Classify(column)?.Evidence ?? []);
            Assert.All(column.Values.Where(v => v.Length > 4), v => Assert.DoesNotContain(v, evidence, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void A_name_without_values_is_enough_but_says_less()
    {
        var named = _classifier.Classify(new ColumnProfile("customers", "email", "text", ["email"], []));
        var seen = _classifier.Classify(new ColumnProfile("customers", "email", "text", ["email"], ["a@b.org", "c@d.org", "e@f.org", "g@h.org", "i@j.org"]));

        Assert.Equal("user.contact.email", named!.Category);
        Assert.True(named.Confidence < seen!.Confidence);
    }

    [Theory]
    [InlineData("Iban", "DE89 3704 0044 0532 0130 00", true)]
    [InlineData("Iban", "DE88370400440532013000", false)]
    [InlineData("CardNumber", "4111-1111-1111-1111", true)]
    [InlineData("CardNumber", "4111111111111112", false)]
    [InlineData("NationalId", "123-45-6789", true)]
    [InlineData("NationalId", "000-45-6789", false)]
    [InlineData("NationalId", "86095742719", true)]
    [InlineData("NationalId", "86095742718", false)]
    [InlineData("IpAddress", "2001:db8::1", true)]
    [InlineData("IpAddress", "1.2.3", false)]
    [InlineData("Email", "a@b", false)]
    [InlineData("BirthDate", "1850-01-01", false)]
    public void Formats_and_check_digits_are_checked(string shape, string value, bool fits) =>
        Assert.Equal(fits, ValueShapes.Has(Enum.Parse<ValueShape>(shape), value, new DateOnly(2026, 1, 1)));
}
