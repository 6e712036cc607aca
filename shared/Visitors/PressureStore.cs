using System.Buffers.Binary;
using System.Globalization;
using Azure.Data.Tables;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Visitors;

/// <summary>
/// Keeps what instances report to each other of heavy networks: a table for each day of networks, dropped when the day is over; one
/// partition, with one row that each instance owns (last write wins).
/// </summary>
public sealed class PressureStore(Tables tables, StorageNames names)
{
    /// <summary>The report of an instance on its last hour is ignored when it is older.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    private const string Partition = "heavy";
    private const int EntryBytes = 16 + (3 * 4);
    private const int CrowdBytes = 16 + (2 * VisitorSet.Bytes);
    // A property of a row holds 64 KiB at most.
    private const int CrowdsOfProperty = 65_536 / CrowdBytes;

    /// <summary>Writes what one instance counted. One storage operation.</summary>
    public Task WriteAsync(
        DateOnly day, string instance, IReadOnlyList<KeyValuePair<NetworkHash, NetworkReport>> heavy, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var bytes = new byte[heavy.Count * EntryBytes];
        for (var i = 0; i < heavy.Count; i++)
        {
            var entry = bytes.AsSpan(i * EntryBytes, EntryBytes);
            var counted = heavy[i].Value.Counted;
            heavy[i].Key.Write(entry);
            BinaryPrimitives.WriteInt32BigEndian(entry[16..], counted.VisitorsAnHour);
            BinaryPrimitives.WriteInt32BigEndian(entry[20..], counted.VisitorsADay);
            BinaryPrimitives.WriteInt32BigEndian(entry[24..], counted.ActsAnHour);
        }

        var row = new TableEntity(Partition, instance) { ["At"] = now.UtcDateTime, ["Networks"] = bytes };
        var property = 0;
        foreach (var crowds in heavy.Where(network => network.Value.ActorsADay is not null).Chunk(CrowdsOfProperty)) row[Crowds(property++)] = Write(crowds);
        return tables.PutAsync(names.Networks(day), row, cancellationToken);
    }

    /// <summary>Reads and merges what all other instances counted. One storage operation.</summary>
    public async Task<IReadOnlyDictionary<NetworkHash, NetworkReport>> ReadOthersAsync(
        DateOnly day, string instance, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var heard = new List<KeyValuePair<NetworkHash, NetworkReport>>();
        await foreach (var row in tables.QueryAsync(names.Networks(day), TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), null, cancellationToken))
        {
            if (row.RowKey == instance) continue;
            var isFresh = now - row.GetDateTimeOffset("At") <= Fresh;
            ReadOnlySpan<byte> bytes = row.GetBinary("Networks");
            for (; bytes.Length >= EntryBytes; bytes = bytes[EntryBytes..])
            {
                var told = new Pressure(
                    isFresh ? BinaryPrimitives.ReadInt32BigEndian(bytes[16..]) : 0,
                    BinaryPrimitives.ReadInt32BigEndian(bytes[20..]),
                    isFresh ? BinaryPrimitives.ReadInt32BigEndian(bytes[24..]) : 0);
                heard.Add(new(NetworkHash.Read(bytes), new NetworkReport(told)));
            }

            for (var property = 0; row.GetBinary(Crowds(property)) is { } crowds; property++)
            {
                for (bytes = crowds; bytes.Length >= CrowdBytes; bytes = bytes[CrowdBytes..])
                {
                    var hour = isFresh ? VisitorSet.Read(bytes[16..]) : null;
                    heard.Add(new(NetworkHash.Read(bytes), new NetworkReport(default, hour, VisitorSet.Read(bytes[(16 + VisitorSet.Bytes)..]))));
                }
            }
        }

        return NetworkReport.Merge(heard);
    }

    /// <summary>Drops the tables of past days and returns how many.</summary>
    public Task<int> ForgetExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        tables.DropDaysBeforeAsync(names.NetworksPrefix, NetworkHasher.DayOf(now), cancellationToken);

    private static string Crowds(int number) => string.Create(CultureInfo.InvariantCulture, $"Crowds{number}");

    private static byte[] Write(KeyValuePair<NetworkHash, NetworkReport>[] crowds)
    {
        var bytes = new byte[crowds.Length * CrowdBytes];
        for (var i = 0; i < crowds.Length; i++)
        {
            var entry = bytes.AsSpan(i * CrowdBytes, CrowdBytes);
            crowds[i].Key.Write(entry);
            crowds[i].Value.ActorsAnHour!.Write(entry[16..]);
            crowds[i].Value.ActorsADay!.Write(entry[(16 + VisitorSet.Bytes)..]);
        }

        return bytes;
    }
}
