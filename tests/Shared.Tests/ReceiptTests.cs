using System.Text;
using FsCheck.Fluent;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests;

public sealed class ReceiptTests
{
    private const string Printed = "210510-7K3MQ-2X9PF-RT4WB-0HJCD";

    [Theory]
    [InlineData(Printed)]
    [InlineData("210510-7k3mq-2x9pf-rt4wb-0hjcd")]
    [InlineData("2105107K3MQ2X9PFRT4WB0HJCD")]
    [InlineData("21-05-10-7K3MQ2X9PF-RT4WB0HJCD")]
    [InlineData("2l05lo-7K3MQ-2X9PF-RT4WB-OHJCD")]
    [InlineData("2I05iO-7K3MQ-2X9PF-RT4WB-oHJCD")]
    public void A_receipt_parses_as_people_type_it(string typed)
    {
        Assert.True(Receipt.TryParse(typed, out var receipt));
        Assert.Equal(Printed, receipt.ToString());
        Assert.Equal(Day("2021-05-10"), receipt.Day);
        Assert.Equal("7K3MQ2X9PFRT4WB0HJCD", receipt.Random);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("210510")]
    [InlineData("210510-7K3MQ-2X9PF-RT4WB-0HJC")]
    [InlineData("210510-7K3MQ-2X9PF-RT4WB-0HJCDD")]
    [InlineData("210231-7K3MQ-2X9PF-RT4WB-0HJCD")]
    [InlineData("211310-7K3MQ-2X9PF-RT4WB-0HJCD")]
    [InlineData("210510-7K3MQ-2X9PF-RT4WB-0HJCU")]
    [InlineData("210510-7K3MQ-2X9PF-RT4WB-0HJC/")]
    [InlineData("210510-7K3MQ-2X9PF-RT4WB-0HJCñ")]
    [InlineData("210510-7K3MQ-2X9PF-RT4WB-0HJC٣")]
    [InlineData("21 510-7K3MQ-2X9PF-RT4WB-0HJCD")]
    [InlineData("210510 7K3MQ 2X9PF RT4WB 0HJCD")]
    public void A_malformed_text_is_not_a_receipt(string? typed)
    {
        Assert.False(Receipt.TryParse(typed, out var receipt));
        Assert.Equal("", receipt.Random);
    }

    [Fact]
    public void A_very_long_text_is_not_a_receipt() => Assert.False(Receipt.TryParse(Printed + new string('-', 1_000_000), out _));

    [Fact]
    public void Every_receipt_parses_back_to_itself() => Law.Holds(
        Gen.Choose(0, 36_000),
        days =>
        {
            var made = Receipt.New(new DateOnly(2000, 1, 1).AddDays(days));
            return Receipt.TryParse(made.ToString(), out var printed) && printed == made
                && Receipt.TryParse(made.ToString().Replace("-", "", StringComparison.Ordinal).ToLowerInvariant(), out var typed) && typed == made;
        });

    [Fact]
    public void Parsing_any_text_as_a_receipt_never_throws() =>
        Law.Holds(AnyText, text => !Receipt.TryParse(text, out var receipt) || (Receipt.TryParse(receipt.ToString(), out var again) && again == receipt));

    [Fact]
    public void New_receipts_are_unique() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => Receipt.New(Day("2021-05-10"))).Distinct().Count());

    [Fact]
    public void Equal_day_secret_and_material_derive_the_same_receipt()
    {
        var today = Day("2021-05-10");
        var one = Receipt.Derive(today, "secret"u8, "material"u8);

        Assert.Equal(one, Receipt.Derive(today, "secret"u8, "material"u8));
        Assert.NotEqual(one.Random, Receipt.Derive(today, "another"u8, "material"u8).Random);
        Assert.NotEqual(one.Random, Receipt.Derive(today, "secret"u8, "another"u8).Random);
    }

    [Fact]
    public void Receipts_derived_for_different_days_have_nothing_in_common()
    {
        var randoms = Enumerable.Range(0, 100).Select(i => Receipt.Derive(Day("2021-05-10").AddDays(i), "secret"u8, "material"u8).Random).ToList();
        Assert.Distinct(randoms);
        // Not even the first group of five characters, which people compare. The chance that any two of the hundred agree is one in 6,800.
        Assert.Distinct(randoms.Select(random => random[..5]));
    }

    [Fact]
    public void Derived_receipts_use_the_whole_alphabet()
    {
        var characters = Enumerable.Range(0, 200).SelectMany(i => Receipt.Derive(Day("2021-05-10"), "secret"u8, Encoding.UTF8.GetBytes($"{i}")).Random);
        Assert.Equal("0123456789ABCDEFGHJKMNPQRSTVWXYZ", string.Concat(characters.Distinct().Order()));
    }
}
