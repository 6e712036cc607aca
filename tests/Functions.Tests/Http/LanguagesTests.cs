using Microsoft.AspNetCore.Http;
using ServerlessDecide.Functions.Http;

namespace ServerlessDecide.Functions.Tests.Http;

[Collection(SharedApp.Name)]
public sealed class LanguagesTests(SharedApp shared) : SharedAppTest(shared)
{
    [Theory]
    [InlineData(null, "es")]
    [InlineData("", "es")]
    [InlineData("es", "es")]
    [InlineData("es-MX,es;q=0.9,en;q=0.8", "es")]
    [InlineData("en", "en")]
    [InlineData("EN-us", "en")]
    [InlineData("fr", "es")]
    [InlineData("fr, en;q=0.1", "en")]
    [InlineData("es;q=0.5, en;q=0.6", "en")]
    [InlineData("en;q=0.5, es;q=0.5", "en")]
    [InlineData("es;q=0, en;q=0.1", "en")]
    [InlineData("en;q=0", "es")]
    [InlineData("*", "es")]
    [InlineData("en;q=nonsense", "es")]
    [InlineData(";;;,,,=", "es")]
    public async Task An_uncached_answer_is_in_the_language_that_the_caller_prefers(string? accepted, string expected)
    {
        var request = new DefaultHttpContext().Request;
        if (accepted is not null) request.Headers.AcceptLanguage = accepted;
        Assert.Equal(expected, Languages.Of(request).Tag());

        using var message = new HttpRequestMessage(HttpMethod.Post, "nothing");
        if (accepted is not null) message.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        using var answer = await Shared.App.Client.SendAsync(message);
        var problem = await answer.ProblemAsync(404, "route_not_found");
        Assert.Equal(expected, Assert.Single(answer.Content.Headers.ContentLanguage));
        Assert.Equal(expected == "en" ? "There is nothing at this address" : "No hay nada en esta dirección", problem.Text("title"));
    }
}
