using System.Xml.Linq;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ServerlessDecide.Storage;

/// <summary>
/// Stores the key ring of Data Protection, shared by all instances: one blob per key under <c>ring/</c> of the keys container. The interface
/// is synchronous; the ring is read only once a day and when an unknown key turns up.
/// </summary>
public sealed class KeyRingRepository(StorageClients clients, StorageNames names) : IXmlRepository
{
    private const string Prefix = "ring/";

    private BlobContainerClient Container => clients.Blobs.GetBlobContainerClient(names.KeysContainer);

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var elements = new List<XElement>();
        try
        {
            foreach (var blob in Container.GetBlobs(Azure.Storage.Blobs.Models.BlobTraits.None, Azure.Storage.Blobs.Models.BlobStates.None, Prefix, CancellationToken.None))
            {
                elements.Add(XElement.Parse(Container.GetBlobClient(blob.Name).DownloadContent().Value.Content.ToString()));
            }
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // No container yet: no keys yet.
        }

        return elements;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        Container.CreateIfNotExists();
        Container.GetBlobClient(Prefix + friendlyName + ".xml").Upload(BinaryData.FromString(element.ToString(SaveOptions.DisableFormatting)), overwrite: true);
    }
}
