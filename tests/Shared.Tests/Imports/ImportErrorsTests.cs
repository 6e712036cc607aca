using ServerlessDecide.Imports;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class ImportErrorsTests
{
    [Fact]
    public void Every_error_is_counted_every_bad_row_once_and_the_first_thousand_are_reported()
    {
        var errors = new ImportErrors();
        for (var row = 2; row < 1502; row++)
        {
            errors.Add(row, "id", ImportErrorCode.Required);
            errors.Add(row, "name", ImportErrorCode.Required);
        }

        Assert.Equal((3000, 1500, ImportErrors.MaxReported), (errors.Count, errors.RejectedRows, errors.Reported.Count));
        Assert.Equal(new ImportError(2, "id", ImportErrorCode.Required, ""), errors.Reported[0]);
    }

    [Fact]
    public void An_omission_is_not_a_row_of_the_file()
    {
        var errors = new ImportErrors();
        errors.Add(0, "id", ImportErrorCode.InUse, "maiz");

        Assert.Equal((1, 0), (errors.Count, errors.RejectedRows));
    }

    [Fact]
    public void A_long_value_is_shortened()
    {
        var errors = new ImportErrors();
        errors.Add(2, "name", ImportErrorCode.TooLong, new string('x', 10_000));

        Assert.Equal(new string('x', 80) + "…", errors.Reported[0].Value);
    }
}
