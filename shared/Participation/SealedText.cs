using System.Buffers.Text;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Azure;
using Microsoft.AspNetCore.DataProtection;

namespace ServerlessDecide.Participation;

/// <summary>Bytes sealed by ASP.NET Core Data Protection under a purpose, as text that fits into a header. What is sealed for one purpose opens for no other.</summary>
internal sealed class SealedText(IDataProtectionProvider protection, string purpose)
{
    private const int MaxLength = 1024;

    // The protector loads the key ring when it is made; not every instance ever needs one.
    private readonly Lazy<IDataProtector> protector = new(() => protection.CreateProtector(purpose, "v1"));

    public string Seal(byte[] bytes) => Base64Url.EncodeToString(protector.Value.Protect(bytes));

    /// <summary>The bytes, or null when the text was not sealed here or was damaged.</summary>
    /// <exception cref="RequestFailedException">The key ring has to be read and storage is away: the text may well be ours.</exception>
    public byte[]? Open(string text)
    {
        if (text.Length > MaxLength || !Base64Url.IsValid(text)) return null;
        try
        {
            return protector.Value.Unprotect(Base64Url.DecodeFromChars(text));
        }
        catch (CryptographicException e)
        {
            // Data Protection says of every failure that decryption failed. Whoever is told "invalid" throws the credential away.
            for (var inner = e.InnerException; inner is not null; inner = inner.InnerException)
            {
                if (inner is RequestFailedException or AggregateException or OperationCanceledException or HttpRequestException or IOException) ExceptionDispatchInfo.Throw(inner);
            }

            return null;
        }
    }
}
