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

    [Fact]
    public void The_first_errors_by_row_are_reported_whatever_order_they_come_in()
    {
        var errors = new ImportErrors();
        errors.Add(0, "id", ImportErrorCode.InUse, "maiz");
        for (var row = 5000; row >= 2; row--) errors.Add(row, "id", ImportErrorCode.Required);
        errors.Add(2, "name", ImportErrorCode.Required);

        var findings = errors.Findings(ImportChanges.None);

        Assert.Equal([(2, "id"), (2, "name"), (3, "id")], findings.Errors.Take(3).Select(e => (e.Row, e.Column)));
        Assert.Equal((ImportErrors.MaxReported, 4001), (findings.Errors.Count, findings.MoreErrors));
        Assert.Equal(1000, findings.Errors[^1].Row);
    }

    [Fact]
    public void What_the_file_leaves_out_comes_after_the_errors_of_its_rows()
    {
        var errors = new ImportErrors();
        errors.AddMissing("id", ["maiz", "cerro"]);
        errors.Add(9, "id", ImportErrorCode.BadValue, "X");

        Assert.Equal([(9, "X"), (0, "maiz"), (0, "cerro")], errors.Reported.Select(e => (e.Row, e.Value)));
        Assert.Equal(0, errors.Consequences);
    }

    [Fact]
    public void More_warnings_than_are_reported_are_counted()
    {
        var errors = new ImportErrors();
        for (var row = 2; row < 1503; row++) errors.Warn(row, "name", ImportErrorCode.Formula);

        Assert.Equal(501, errors.Findings(ImportChanges.None).MoreWarnings);
        Assert.Equal(501, new ImportErrors(errors).Findings(ImportChanges.None).MoreWarnings);
    }

    [Fact]
    public void What_is_missing_because_its_row_is_faulty_is_counted_and_not_reported()
    {
        var errors = new ImportErrors();
        errors.Add(2, "name", ImportErrorCode.Required);
        errors.LeaveOut("maiz");

        errors.AddMissing("id", ["maiz", "cerro", "cerro"]);

        Assert.Equal([(2, ImportErrorCode.Required, ""), (0, ImportErrorCode.InUse, "cerro")], errors.Reported.Select(e => (e.Row, e.Code, e.Value)));
        Assert.Equal((2, 1), (errors.Count, errors.Consequences));
    }

    [Theory]
    [InlineData(1, 2, 0)]
    [InlineData(2, 0, 2)]
    public void A_row_whose_key_is_wrong_explains_one_missing_key(int faultyRows, int reported, int consequences)
    {
        var errors = new ImportErrors();
        for (var row = 2; row < 2 + faultyRows; row++)
        {
            errors.Add(row, "id", ImportErrorCode.BadValue, "X");
            errors.LeaveOut("");
        }

        // When more are missing than the rows explain, nobody can tell which, so all are reported.
        errors.AddMissing("id", ["maiz", "cerro"]);

        Assert.Equal((reported, consequences), (errors.Reported.Count(e => e.Row == 0), errors.Consequences));
    }

    [Fact]
    public void Nothing_is_reported_as_missing_while_rows_cannot_be_read()
    {
        var reading = new ImportErrors();
        reading.Add(3, "", ImportErrorCode.Unreadable);
        var errors = new ImportErrors(reading);

        errors.AddMissing("id", Enumerable.Range(1, 44).Select(n => $"{n}"));

        Assert.Equal([(3, ImportErrorCode.Unreadable)], errors.Reported.Select(e => (e.Row, e.Code)));
        Assert.Equal((1, 44), (errors.Count, errors.Findings(ImportChanges.None).Consequences));
    }
}
