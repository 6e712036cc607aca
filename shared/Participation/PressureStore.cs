using System.Buffers.Binary;
using Azure.Data.Tables;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Participation;

/// <summary>
/// What instances tell each other of heavy networks: a table for each day of networks, dropped when the day is over; one partition, and in
/// it a row that each instance owns (last wins).
/// </summary>
public sealed class PressureStore(Tables tables, StorageNames names)
{
    /// <summary>What an instance said of its last hour is worth nothing when it is older.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    private const string Partition = "heavy";
    private const int EntryBytes = 16 + (3 * 4);

    /// <summary>Writes what one instance counted. One storage operation.</summary>
    public Task TellAsync(
        DateOnly day, string instance, IReadOnlyList<KeyValuePair<NetworkHash, Pressure>> heavy, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var bytes = new byte[heavy.Count * EntryBytes];
        for (var i = 0; i < heavy.Count; i++)
        {
            var entry = bytes.AsSpan(i * EntryBytes, EntryBytes);
            heavy[i].Key.Write(entry);
            BinaryPrimitives.WriteInt32BigEndian(entry[16..], heavy[i].Value.VisitorsAnHour);
            BinaryPrimitives.WriteInt32BigEndian(entry[20..], heavy[i].Value.VisitorsADay);
            BinaryPrimitives.WriteInt32BigEndian(entry[24..], heavy[i].Value.ActsAnHour);
        }

        var row = new TableEntity(Partition, instance) { ["At"] = now.UtcDateTime, ["Networks"] = bytes };
        return tables.PutAsync(names.Networks(day), row, cancellationToken);
    }

    /// <summary>The sum of what all other instances counted. One storage operation.</summary>
    public async Task<IReadOnlyDictionary<NetworkHash, Pressure>> HearAsync(
        DateOnly day, string instance, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<NetworkHash, Pressure>();
        await foreach (var row in tables.QueryAsync(names.Networks(day), TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), null, cancellationToken))
        {
            if (row.RowKey == instance) continue;
            var isFresh = now - row.GetDateTimeOffset("At") <= Fresh;
            ReadOnlySpan<byte> bytes = row.GetBinary("Networks");
            for (; bytes.Length >= EntryBytes; bytes = bytes[EntryBytes..])
            {
                var network = NetworkHash.Read(bytes);
                var told = new Pressure(
                    isFresh ? BinaryPrimitives.ReadInt32BigEndian(bytes[16..]) : 0,
                    BinaryPrimitives.ReadInt32BigEndian(bytes[20..]),
                    isFresh ? BinaryPrimitives.ReadInt32BigEndian(bytes[24..]) : 0);
                sums[network] = sums.GetValueOrDefault(network) + told;
            }
        }

        return sums;
    }

    /// <summary>Drops the tables of days that are over. Returns how many.</summary>
    public Task<int> ForgetExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        tables.DropDaysBeforeAsync(names.NetworksPrefix, NetworkHashes.DayOf(now), cancellationToken);
}
