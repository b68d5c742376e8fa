using StatsService.Storage;

namespace StatsService.Tests.Storage.Faults;

/// <summary>How one operation of the storage fails.</summary>
public enum Fault
{
    /// <summary>The storage refuses it, and nothing was done.</summary>
    RefusedBefore,

    /// <summary>It was done, and the storage answers what nobody understands.</summary>
    UnknownAfter,

    /// <summary>The line is cut, or the time runs out, before the operation arrives, once: it is tried again.</summary>
    CutBefore,

    /// <summary>The same with the answer on the way.</summary>
    CutAfter,
}

/// <summary>Lets one operation fail, chosen by its number, and all others through.</summary>
public sealed class FailingStorage : StorageInterceptor
{
    private int left;
    private Fault fault;
    private int isArmed;

    /// <summary>Whether the operation came to pass since the fault was armed.</summary>
    public bool HasFailed => Volatile.Read(ref isArmed) == 0;

    /// <param name="operations">How many succeed before.</param>
    public void Arm(Fault which, int operations)
    {
        (fault, left) = (which, operations + 1);
        Volatile.Write(ref isArmed, 1);
    }

    public void Disarm() => Volatile.Write(ref isArmed, 0);

    public override ValueTask BeforeAsync(StorageOperation operation, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref isArmed) == 1 && Interlocked.Decrement(ref left) <= 0 && fault is Fault.RefusedBefore or Fault.CutBefore)
            FailOnce();
        return ValueTask.CompletedTask;
    }

    public override ValueTask AfterAsync(StorageOperation operation, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref isArmed) == 1 && Volatile.Read(ref left) <= 0)
            FailOnce();
        return ValueTask.CompletedTask;
    }

    private void FailOnce()
    {
        if (Interlocked.Exchange(ref isArmed, 0) == 1)
            throw fault is Fault.CutBefore or Fault.CutAfter ? new IOException("The test cut the line.") : new StorageUnavailableException("The test refused the operation.");
    }
}
