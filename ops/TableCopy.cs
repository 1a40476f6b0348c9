using Azure.Data.Tables;
using Eds.Core;

namespace Eds.Ops;

/// <summary>Copies the tables into files, a row a line, and back.</summary>
/// <remarks>
/// The service need not stop for a backup. A change that people ask for inserts an event in its own transaction, so in a partition whose
/// newest events are the same before and after reading there was none; otherwise it is read again. What changes without an event may be
/// read half before and half after: last uses, marks of guesses, hashes renewed under a new pepper, revocations of tokens, what the purge
/// removes, and rows of a batch that is undecided or given up. Each is one row that stands for itself, and those of a batch mean nothing
/// before its commit, which has an event. The other tables come after, <c>Due</c> last: notes for the purge are written before what they
/// speak of, so none is missing. Only where the purge itself removes a row meanwhile may the row be copied and its note not: an hour
/// without a purge is the one for a backup.
/// </remarks>
internal sealed class TableCopy(TableServiceClient service, TextWriter report)
{
    private const int ReadAgain = 20;
    private const int RowsPerTransaction = 50; // of up to 46 KB; a transaction takes 4 MiB

    private readonly EdsTables _tables = new(service);

    private IReadOnlyList<TableClient> Others => [.. _tables.All.Where(table => table != _tables.Taxpayers)];

    /// <param name="folder">
    /// Made, for its owner alone: there will be personal codes in it. Must not exist. It has its name when the copy is whole; until then
    /// another, and what broke off is removed.
    /// </param>
    public async Task BackUpAsync(string folder, CancellationToken cancellation)
    {
        if (Path.Exists(folder))
        {
            throw new IOException($"{folder} exists already; a backup goes into a new folder.");
        }

        var partial = $"{Path.TrimEndingDirectorySeparator(folder)}.{Path.GetRandomFileName()}";
        Create(partial);
        try
        {
            await CopyAsync(partial, cancellation);
            Directory.Move(partial, folder);
        }
        catch
        {
            Directory.Delete(partial, recursive: true);
            throw;
        }
    }

    /// <exception cref="InvalidDataException">A table holds rows already, and nothing was written.</exception>
    public async Task RestoreAsync(string folder, CancellationToken cancellation)
    {
        foreach (var table in _tables.All)
        {
            await foreach (var _ in table.QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: cancellation))
            {
                throw new InvalidDataException($"Table {table.Name} is not empty. Restore into a new storage account.");
            }
        }

        foreach (var table in _tables.All)
        {
            var rows = 0;
            var lines = File.ReadLinesAsync(FileOf(folder, table), cancellation).Select(RowLine.Read);
            await foreach (var part in TransactionsOf(lines).WithCancellation(cancellation))
            {
                await table.SubmitTransactionAsync(
                    part.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), cancellation);
                rows += part.Count;
            }

            await report.WriteLineAsync($"{table.Name}: {rows} rows");
        }
    }

    private async Task CopyAsync(string folder, CancellationToken cancellation)
    {
        await using (var file = Create(folder, _tables.Taxpayers))
        {
            var rows = 0;
            await foreach (var taxpayer in _tables.Taxpayers.QueryAsync<TableEntity>(
                "RowKey eq 'taxpayer'", select: ["PartitionKey"], cancellationToken: cancellation))
            {
                rows += await WriteAsync(file, (await ReadAsync(taxpayer.PartitionKey, cancellation)).ToAsyncEnumerable());
            }

            await report.WriteLineAsync($"{_tables.Taxpayers.Name}: {rows} rows");
        }

        foreach (var table in Others)
        {
            await using var file = Create(folder, table);
            var rows = await WriteAsync(file, table.QueryAsync<TableEntity>(cancellationToken: cancellation));
            await report.WriteLineAsync($"{table.Name}: {rows} rows");
        }
    }

    private static void Create(string folder)
    {
        if (OperatingSystem.IsWindows()) // rights come from the folder above
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static StreamWriter Create(string folder, TableClient table)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new StreamWriter(FileOf(folder, table), options);
    }

    private static string FileOf(string folder, TableClient table) => Path.Combine(folder, $"{table.Name}.jsonl");

    private static async Task<int> WriteAsync(TextWriter file, IAsyncEnumerable<TableEntity> rows)
    {
        var count = 0;
        await foreach (var row in rows)
        {
            await file.WriteLineAsync(RowLine.Write(row));
            count++;
        }

        return count;
    }

    private async Task<IReadOnlyList<TableEntity>> ReadAsync(string taxpayerId, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < ReadAgain; attempt++)
        {
            var before = await NewestEventsAsync(taxpayerId, cancellation);
            var rows = await _tables.Taxpayers.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {taxpayerId}"), cancellationToken: cancellation).ToListAsync(cancellation);
            if (before == await NewestEventsAsync(taxpayerId, cancellation))
            {
                return rows;
            }
        }

        throw new InvalidDataException($"Taxpayer {taxpayerId} was changed during each of {ReadAgain} readings. Try again later.");
    }

    /// <summary>
    /// The keys of the newest hundred, and not of one: the clocks of instances differ, so a new event need not come first.
    /// </summary>
    private async Task<string> NewestEventsAsync(string taxpayerId, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {taxpayerId} and RowKey ge 'event|' and RowKey lt 'event}}'");
        await foreach (var page in _tables.Taxpayers.QueryAsync<TableEntity>(
            filter, maxPerPage: 100, select: ["RowKey"], cancellationToken: cancellation).AsPages())
        {
            return string.Join(' ', page.Values.Select(row => row.RowKey));
        }

        return "";
    }

    /// <summary>Up to so many rows of one partition each. Rows of a partition stand together.</summary>
    private static async IAsyncEnumerable<IReadOnlyList<TableEntity>> TransactionsOf(IAsyncEnumerable<TableEntity> rows)
    {
        var part = new List<TableEntity>();
        await foreach (var row in rows)
        {
            if (part.Count == RowsPerTransaction || (part.Count > 0 && part[0].PartitionKey != row.PartitionKey))
            {
                yield return part;
                part = [];
            }

            part.Add(row);
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }
}
