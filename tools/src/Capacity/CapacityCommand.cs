using System.CommandLine;
using System.Globalization;
using System.Text;

namespace ServerlessDecide.Tools.Capacity;

/// <summary>The command line of <c>tools/capacity</c>: the tables of docs/cost.md.</summary>
internal static class CapacityCommand
{
    private const string Begin = "<!-- tools/capacity -->";
    private const string End = "<!-- /tools/capacity -->";

    public static Command Create(string root)
    {
        var voters = Number("--voters", "prints the tables of an election with so many voters");
        var contenders = Number("--contenders", "and so many contenders");
        Option<bool> write = new("--write") { Description = "writes the tables into docs/cost.md" };
        var command = new Command("tools/capacity", "Prints what an election asks of Azure and what that costs.") { voters, contenders, write };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IReadOnlyList<Case> cases = (parsed.GetValue(voters), parsed.GetValue(contenders)) switch
            {
                ({ } people, { } contending) => [new Case("this election", people, (int)contending)],
                (null, null) => Case.Three,
                _ => throw new UsageException("--voters and --contenders go together."),
            };
            var tables = Tables(cases, root);
            if (!parsed.GetValue(write))
            {
                await parsed.Output().WriteAsync(tables);
                return;
            }

            var file = DocumentOf(root);
            var text = await File.ReadAllTextAsync(file, cancellationToken);
            var (start, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
            await File.WriteAllTextAsync(file, $"{text[..start]}\n{tables}{text[end..]}", cancellationToken);
        });
        return command;
    }

    private static Option<long?> Number(string name, string description) => new(name)
    {
        HelpName = "N",
        Description = description,
        CustomParser = CommandLine.ParserOf<long?>(TryParsePositive, $"{name} takes a number above 0."),
    };

    private static bool TryParsePositive(string text, out long? number)
    {
        var isPositive = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed > 0;
        number = isPositive ? parsed : null;
        return isPositive;
    }

    public static string DocumentOf(string root) => Path.Combine(root, "docs", "cost.md");

    /// <summary>Returns the tables that the document holds now.</summary>
    public static string Held(string document)
    {
        var start = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length + 1;
        return document[start..document.IndexOf(End, StringComparison.Ordinal)];
    }

    public static string Tables(IReadOnlyList<Case> cases, string root)
    {
        var operations = Operations.Read(Path.Combine(root, "tools", "operations.json"));
        var prices = Prices.Read(Path.Combine(root, "tools", "prices.json"));
        var demands = cases.SelectMany(c => new[] { new Demand(c, operations, peakDay: false), new Demand(c, operations, peakDay: true) }).ToList();
        var peaks = demands.Where(d => d.Days == 1).ToList();
        var text = new StringBuilder();

        text.Append(CultureInfo.InvariantCulture, $"\n### What is asked\n\n| |{Cells(cases, c => $"{c.Name} ({c.Voters:N0} voters), in all | on its peak day")}|\n|---|{Rule(demands)}\n");
        Row("visits", d => d.Visits);
        Row("people who take part", d => d.Visitors);
        Row("reactions", d => d.Reactions);
        Row("comments", d => d.Comments);
        Row("requests that reach the app", d => d.OriginRequests);
        Row("function executions", d => d.Executions);
        Row("GB-seconds", d => d.GigabyteSeconds);
        Row("table operations", d => d.TableOperations);
        Row("blob reads", d => d.BlobReads);
        Row("blob writes", d => d.BlobWrites);
        Row("queue operations", d => d.QueueOperations);
        Row("egress to visitors, GB", d => d.ToVisitorGigabytes);
        Row("rows stored, GB", d => d.StoredGigabytes);

        text.Append(CultureInfo.InvariantCulture, $"\n### What it costs, {prices.Currency} at list prices of {prices.AsOf}\n\n| |{Cells(cases, c => $"{c.Name}, in all | on its peak day")}|\n|---|{Rule(demands)}\n");
        foreach (var (id, _) in demands[0].Billed)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {prices.ById[id].Meter} |{Cells(demands, d => Money(prices.Of(id, d.Billed.Single(b => b.Price == id).Quantity)))}|\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"| **all of it** |{Cells(demands, d => $"**{Money(d.Billed.Sum(b => prices.Of(b.Price, b.Quantity)))}**")}|\n");

        text.Append(CultureInfo.InvariantCulture, $"\n### The greatest second of the peak day, against limits\n\n| | limit |{Cells(cases, c => c.Name)}|\n|---|---|{Rule(peaks)}\n");
        var limits = peaks.Select(d => d.Limits(operations).ToList()).ToList();
        for (var i = 0; i < limits[0].Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {limits[0][i].What} | {limits[0][i].Limit:N0} |{Cells(limits, l => Against(l[i].Rate, l[i].Limit))}|\n");
        }

        return text.Append('\n').ToString();

        void Row(string name, Func<Demand, double> of) => text.Append(CultureInfo.InvariantCulture, $"| {name} |{Cells(demands, d => Figure(of(d)))}|\n");
    }

    private static string Against(double rate, double limit) => $"{Figure(rate)}{(rate > limit ? ", **reached**" : string.Create(CultureInfo.InvariantCulture, $" ({rate / limit:P1})"))}";

    private static string Figure(double value) => value.ToString(value < 10 ? "0.##" : "N0", CultureInfo.InvariantCulture);

    private static string Money(decimal amount) => amount.ToString(amount < 100 ? "N2" : "N0", CultureInfo.InvariantCulture);

    private static string Cells<T>(IEnumerable<T> items, Func<T, string> say) => " " + string.Join(" | ", items.Select(say)) + " ";

    private static string Rule<T>(IEnumerable<T> columns) => string.Concat(columns.Select(_ => "---:|"));
}
