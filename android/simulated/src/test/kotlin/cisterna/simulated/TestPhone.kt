package cisterna.simulated

import cisterna.bindings.AuthFault
import cisterna.bindings.ClockReading
import cisterna.bindings.Keys
import cisterna.bindings.LinkEvents
import cisterna.bindings.Links
import cisterna.bindings.Person
import cisterna.bindings.PhoneClock
import cisterna.bindings.PhoneCore
import cisterna.bindings.PlatformLink
import cisterna.bindings.Purpose
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicInteger

/** A phone in the test's hands: its keys in memory, its clock, its person, its air. */
class TestPhone : AutoCloseable {
    private val home: Path = Files.createTempDirectory("cisterna-phone")
    private val pumpHome: Path = Files.createTempDirectory("cisterna-pump")
    val pump: SimulatedPump = SimulatedPump.start(pumpHome.toString())
    private val keys = MemoryKeys()
    val person = TestPerson()
    var core: PhoneCore = open()
        private set

    suspend fun pair() {
        pump.openPairing()
        core.pair(pump.card())
    }

    /** The process dies and starts again. */
    fun restart() {
        core.close()
        core = open()
    }

    /** Leaves the pump alone for a while. */
    suspend fun advance(seconds: Int) {
        core.leavePump()
        pump.control("advance $seconds")
    }

    override fun close() {
        core.close()
        pump.close()
        home.toFile().deleteRecursively()
        pumpHome.toFile().deleteRecursively()
    }

    private fun open(): PhoneCore {
        val air = CuttingLinks(SocketLinks(Path.of(pump.socket())), person.armed)
        return PhoneCore.open(home.toString(), keys, TestClock, air, person)
    }
}

class MemoryKeys : Keys {
    private val kept = ConcurrentHashMap<String, ByteArray>()

    override fun put(name: String, secret: ByteArray) {
        kept[name] = secret.copyOf()
    }

    override fun get(name: String): ByteArray? = kept[name]

    override fun forget(name: String) {
        kept.remove(name)
    }

    override fun erase() = kept.clear()
}

object TestClock : PhoneClock {
    override fun now() = ClockReading(
        bootId = "this boot".toByteArray(),
        sinceBootMs = System.nanoTime() / 1_000_000,
        wallUtcMs = System.currentTimeMillis(),
    )

    override fun zone() = "Europe/Berlin"
}

/** The person, and what their act does to the air. */
class TestPerson : Person {
    var declines = false
    var cuts = false
    val armed = AtomicBoolean()
    val asked = AtomicInteger()

    override fun authenticate(purpose: Purpose): ByteArray {
        asked.incrementAndGet()
        if (declines) throw AuthFault.Declined()
        armed.set(cuts && purpose == Purpose.REQUEST)
        return ByteArray(32) { 7 }
    }
}

/** An air in which the answer to the first frame after the person's act is lost. */
private class CuttingLinks(private val inner: Links, private val armed: AtomicBoolean) : Links {
    override fun open(events: LinkEvents): PlatformLink {
        val link = inner.open(events)
        return object : PlatformLink {
            override fun send(chunk: ByteArray) {
                val cuts = armed.getAndSet(false)
                if (cuts) events.down()
                link.send(chunk)
                if (cuts) Thread.sleep(200) // it arrives before the socket ends
            }

            override fun end() = link.end()
        }
    }
}
