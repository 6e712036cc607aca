using ServerlessDecide.Functions.Statistics;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Tests.Statistics;

public sealed class UserAgentClassTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 14_4 like Mac OS X) AppleWebKit/605.1.15 Version/14.0 Mobile/15E148 Safari/604.1", DeviceClass.Mobile)]
    [InlineData("Mozilla/5.0 (Linux; Android 9; SM-J400M) AppleWebKit/537.36 Chrome/89.0 Mobile Safari/537.36", DeviceClass.Mobile)]
    [InlineData("Opera/9.80 (Android; Opera Mini/36.2/119.132; U; es) Presto/2.12.423 Mobile", DeviceClass.Mobile)]
    [InlineData("Mozilla/5.0 (Mobile; rv:48.0) Gecko/48.0 KAIOS/2.5", DeviceClass.Mobile)]
    [InlineData("Mozilla/5.0 (Linux; Android 9; SM-T510) AppleWebKit/537.36 Chrome/89.0 Safari/537.36", DeviceClass.Tablet)]
    [InlineData("Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148", DeviceClass.Tablet)]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:88.0) Gecko/20100101 Firefox/88.0", DeviceClass.Desktop)]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/90.0 Safari/537.36", DeviceClass.Desktop)]
    [InlineData("Mozilla/5.0 (X11; CrOS x86_64 13816.64.0) AppleWebKit/537.36 Chrome/90 Safari/537.36", DeviceClass.Desktop)]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", DeviceClass.Bot)]
    [InlineData("Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) Mobile Safari/537.36 (compatible; GOOGLEBOT/2.1)", DeviceClass.Bot)]
    [InlineData("curl/7.68.0", DeviceClass.Bot)]
    [InlineData("python-requests/2.25.1", DeviceClass.Bot)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/90.0", DeviceClass.Bot)]
    [InlineData("", DeviceClass.Bot)]
    [InlineData("   ", DeviceClass.Bot)]
    [InlineData("Mozilla/5.0 (PlayStation 4 8.03) AppleWebKit/605.1.15", DeviceClass.Other)]
    public void The_device_class_is_the_first_whose_words_the_user_agent_contains(string userAgent, DeviceClass device) =>
        Assert.Equal(device, UserAgentClass.DeviceOf(userAgent));

    [Fact]
    public void User_agent_text_after_the_first_512_characters_is_ignored() =>
        Assert.Equal(DeviceClass.Other, UserAgentClass.DeviceOf(new string('a', 512) + " Googlebot"));

    [Theory]
    [InlineData("es", UsageLanguage.Spanish)]
    [InlineData("ES-mx,en;q=0.5", UsageLanguage.Spanish)]
    [InlineData(" en-GB ; q=0.9, es", UsageLanguage.English)]
    [InlineData("nah,es;q=0.5", UsageLanguage.Other)]
    [InlineData("est", UsageLanguage.Other)]
    [InlineData("*", UsageLanguage.None)]
    [InlineData("", UsageLanguage.None)]
    public void The_first_language_of_the_header_counts(string header, UsageLanguage language) => Assert.Equal(language, UserAgentClass.LanguageOf(header));
}
