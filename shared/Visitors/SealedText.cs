using System.Buffers.Text;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Azure;
using Microsoft.AspNetCore.DataProtection;

namespace ServerlessDecide.Visitors;

/// <summary>Seals bytes with ASP.NET Core Data Protection as text that fits into a header. A text sealed for one purpose opens for no other.</summary>
internal sealed class SealedText(IDataProtectionProvider protection, string purpose)
{
    private const int MaxLength = 1024;

    // Lazy, because creating the protector loads the key ring, which not every instance needs.
    private readonly Lazy<IDataProtector> protector = new(() => protection.CreateProtector(purpose, "v1"));

    public string Seal(byte[] bytes) => Base64Url.EncodeToString(protector.Value.Protect(bytes));

    /// <summary>Returns the bytes, or null when the text was not sealed here or is damaged.</summary>
    /// <exception cref="RequestFailedException">Storage is away and the key ring has to be read: the text may still be ours.</exception>
    public byte[]? Open(string text)
    {
        if (text.Length > MaxLength || !Base64Url.IsValid(text)) return null;
        try
        {
            return protector.Value.Unprotect(Base64Url.DecodeFromChars(text));
        }
        catch (CryptographicException e)
        {
            // Data Protection reports every failure as failed decryption. A storage failure must escape: a client told "invalid" drops its credential.
            for (var inner = e.InnerException; inner is not null; inner = inner.InnerException)
            {
                if (inner is RequestFailedException or AggregateException or OperationCanceledException or HttpRequestException or IOException) ExceptionDispatchInfo.Throw(inner);
            }

            return null;
        }
    }
}
