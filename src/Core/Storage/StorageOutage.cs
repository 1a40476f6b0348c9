using System.Net.Sockets;

namespace Eds.Core;

/// <summary>A change lost five races in a row; the caller may simply try again.</summary>
public sealed class ContentionException() : Exception("The change met other changes too often.");

/// <summary>Tells an outage of the table service from a bug.</summary>
public static class StorageOutage
{
    /// <summary>
    /// True for anything the table client throws when the service cannot be reached, refuses us, is overloaded, times out or stops amid an answer
    /// (after its own retries it throws an <see cref="AggregateException"/> of those).
    /// </summary>
    public static bool Is(Exception e) => e switch
    {
        RequestFailedException { Status: 0 or 401 or 403 or 408 or 429 or >= 500 } => true,
        RequestFailedException failed when TableClientExtensions.IsTableMissing(failed) => true,
        AuthenticationFailedException => true,
        IOException => true, // an answer whose body ended early
        SocketException => true, // a connection that went while .NET set it up: neither .NET nor the SDK wraps that one
        TimeoutException => true,
        AggregateException all => all.InnerExceptions.All(Is),
        OperationCanceledException => true, // of an attempt that took too long; of a caller who is gone nobody asks
        _ => false,
    };
}
