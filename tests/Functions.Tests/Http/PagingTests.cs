using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Http;

[Collection(SharedApp.Name)]
public sealed class PagingTests(SharedApp shared) : SharedAppTest(shared)
{
    private const string Districts = $"processes/{SharedApp.Open}/districts";

    private static readonly string[] Addresses =
    [
        "processes", Districts, $"processes/{SharedApp.Open}/municipalities", $"processes/{SharedApp.Open}/contenders", $"processes/{SharedApp.Open}/platforms",
        $"processes/{SharedApp.Open}/contests", $"processes/{SharedApp.Open}/candidates",
    ];

    private readonly TestApp app = shared.App;

    public static TheoryData<string> Lists => [.. Addresses];

    [Fact]
    public async Task A_page_has_fifty_items_by_default()
    {
        Assert.Equal(50, (await app.Client.GetJsonAsync(Districts)).Items().Count);
        Assert.Equal(60, (await app.Client.GetJsonAsync(Districts + "?limit=500")).Items().Count);
        Assert.Single((await app.Client.GetJsonAsync(Districts + "?limit=1")).Items());
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Pages_of_any_size_return_every_item_once_and_in_order(string list)
    {
        var all = (await app.Client.GetJsonAsync(list + "?limit=500")).Items().Select(i => i.GetRawText()).ToList();
        foreach (var limit in new[] { 1, 7, 59, 60, 61 })
        {
            var read = new List<string>();
            string? next = $"{list}?limit={limit}";
            while (next is not null)
            {
                using var answer = await app.Client.GetAsync(next);
                var page = await answer.JsonAsync();
                read.AddRange(page.Items().Select(i => i.GetRawText()));
                var cursor = page.GetProperty("next").GetString();
                Assert.Equal(cursor is not null, answer.Headers.TryGetValues("Link", out var links));
                next = cursor is null ? null : $"{list}?limit={limit}&cursor={Uri.EscapeDataString(cursor)}";
                if (next is not null) Assert.Equal($"</api/v1/{next}>; rel=\"next\"", Assert.Single(links!));
                if (limit == 1 && read.Count > 8) break;
            }

            Assert.Equal(all.Take(read.Count), read);
            Assert.True(limit == 1 || read.Count == all.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_limit_is_a_number_from_1_to_500(string list)
    {
        foreach (var limit in new[] { "0", "501", "-1", "1.5", "1e2", "", "x", "%20", "+1", "999999999999999999999", "1&limit=2", "٣" })
        {
            using var answer = await app.Client.GetAsync($"{list}?limit={limit}");
            Assert.Equal(["limit"], await answer.InvalidFieldsAsync());
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_refuses_a_malformed_cursor_and_a_cursor_of_another_list(string list)
    {
        var ofOtherLists = new List<string>();
        foreach (var other in Addresses.Where(l => l != list))
        {
            if ((await app.Client.GetJsonAsync(other + "?limit=1")).GetProperty("next").GetString() is { } next) ofOtherLists.Add(next);
        }

        Assert.NotEmpty(ofOtherLists);
        string[] made = ["", "x", "!!!", "%00", "A", "gone", new string('A', 5000), Encode("districts\n99"), Encode("processes\n"), Encode("\n")];
        foreach (var cursor in ofOtherLists.Concat(made))
        {
            using var answer = await app.Client.GetAsync($"{list}?cursor={cursor}");
            await answer.ProblemAsync(400, "bad_cursor");
        }

        using var twice = await app.Client.GetAsync($"{list}?cursor=1&cursor=2");
        Assert.Equal(["cursor"], await twice.InvalidFieldsAsync());
    }

    [Fact]
    public async Task A_cursor_of_a_filtered_list_is_not_valid_with_another_filter()
    {
        const string List = $"processes/{SharedApp.Open}/platforms";
        var next = (await app.Client.GetJsonAsync(List + "?contender=sol&limit=1")).GetProperty("next").GetString();
        using var same = await app.Client.GetAsync($"{List}?contender=sol&cursor={next}");
        Assert.Equal("sol-ayuntamientos", Assert.Single((await same.JsonAsync()).Items()).Text("id"));
        using var other = await app.Client.GetAsync($"{List}?cursor={next}");
        await other.ProblemAsync(400, "bad_cursor");
    }

    [Fact]
    public async Task The_link_to_the_next_page_has_one_cursor()
    {
        var next = Districts + "?limit=20&cursor=" + (await app.Client.GetJsonAsync(Districts + "?limit=20")).GetProperty("next").GetString();
        using var second = await app.Client.GetAsync(next);
        var link = Assert.Single(second.Headers.GetValues("Link"));
        using var third = await app.Client.GetAsync(link[1..link.IndexOf('>', StringComparison.Ordinal)]);
        Assert.Equal("41", (await third.JsonAsync()).Items()[0].Text("number"));
    }

    private static string Encode(string text) => Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('='));
}

public sealed class PagingPropertyTests
{
    [Fact]
    public void Paging_returns_the_whole_list_even_when_it_grows_between_pages() => Prop.ForAll(
        Gen.Choose(1, 40).ToArbitrary(),
        Gen.Choose(1, 12).ToArbitrary(),
        (count, limit) =>
        {
            var items = Enumerable.Range(0, count).Select(i => $"id-{i}").ToList();
            var read = new List<string>();
            string? cursor = null;
            do
            {
                var (page, next) = Page(items, limit, cursor);
                read.AddRange(page);
                cursor = next;
                // An item inserted before what was read must cause neither a repetition nor a gap.
                items.Insert(0, $"new-{read.Count}");
            }
            while (cursor is not null);

            return read.SequenceEqual(items.Where(i => i.StartsWith("id-", StringComparison.Ordinal)));
        }).QuickCheckThrowOnFailure();

    private static (IEnumerable<string> Items, string? Next) Page(List<string> items, int limit, string? cursor)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = QueryString.Create("limit", $"{limit}");
        if (cursor is not null) context.Request.QueryString = context.Request.QueryString.Add("cursor", cursor);
        var list = new Listing("list") { Caching = new CachePolicy(0) };
        var result = Paging.Answer(context.Request, list, items, i => i, i => i, ListAnswerOfString.Default.ListAnswerString);
        using var body = new MemoryStream();
        context.Response.Body = body;
        result.ExecuteAsync(context).GetAwaiter().GetResult();
        var page = System.Text.Json.JsonSerializer.Deserialize(body.ToArray(), ListAnswerOfString.Default.ListAnswerString)!;
        return (page.Items, page.Next);
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(ListAnswer<string>))]
internal sealed partial class ListAnswerOfString : System.Text.Json.Serialization.JsonSerializerContext;
