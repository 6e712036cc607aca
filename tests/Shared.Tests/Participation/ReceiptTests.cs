using System.Text;
using FsCheck.Fluent;
using ServerlessDecide.Participation;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Participation;

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
    public void A_receipt_is_read_as_people_type_it(string typed)
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
    public void Anything_else_is_none(string? typed)
    {
        Assert.False(Receipt.TryParse(typed, out var receipt));
        Assert.Equal("", receipt.Random);
    }

    [Fact]
    public void A_very_long_text_is_none() => Assert.False(Receipt.TryParse(Printed + new string('-', 1_000_000), out _));

    [Fact]
    public void Every_receipt_reads_back_as_itself() => Law.Holds(
        Gen.Choose(0, 36_000),
        days =>
        {
            var made = Receipt.New(new DateOnly(2000, 1, 1).AddDays(days));
            return Receipt.TryParse(made.ToString(), out var printed) && printed == made
                && Receipt.TryParse(made.ToString().Replace("-", "", StringComparison.Ordinal).ToLowerInvariant(), out var typed) && typed == made;
        });

    [Fact]
    public void Whatever_is_typed_is_a_receipt_or_none_and_never_an_exception() =>
        Law.Holds(AnyText, text => !Receipt.TryParse(text, out var receipt) || (Receipt.TryParse(receipt.ToString(), out var again) && again == receipt));

    [Fact]
    public void No_two_receipts_are_the_same() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => Receipt.New(Day("2021-05-10"))).Distinct().Count());

    [Fact]
    public void A_derived_receipt_is_the_same_for_the_same_day_secret_and_material()
    {
        var today = Day("2021-05-10");
        var one = Receipt.Derive(today, "secret"u8, "material"u8);

        Assert.Equal(one, Receipt.Derive(today, "secret"u8, "material"u8));
        Assert.NotEqual(one.Random, Receipt.Derive(today, "another"u8, "material"u8).Random);
        Assert.NotEqual(one.Random, Receipt.Derive(today, "secret"u8, "another"u8).Random);
    }

    [Fact]
    public void What_is_derived_for_another_day_has_nothing_in_common_with_it()
    {
        var randoms = Enumerable.Range(0, 100).Select(i => Receipt.Derive(Day("2021-05-10").AddDays(i), "secret"u8, "material"u8).Random).ToList();
        Assert.Distinct(randoms);
        // Not even a group of five characters, which people compare; by chance it is one in 1,700 that any two of these hundred agree.
        Assert.Distinct(randoms.Select(random => random[..5]));
    }

    [Fact]
    public void Derived_receipts_use_the_whole_alphabet()
    {
        var characters = Enumerable.Range(0, 200).SelectMany(i => Receipt.Derive(Day("2021-05-10"), "secret"u8, Encoding.UTF8.GetBytes($"{i}")).Random);
        Assert.Equal("0123456789ABCDEFGHJKMNPQRSTVWXYZ", string.Concat(characters.Distinct().Order()));
    }
}
