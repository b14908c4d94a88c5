package cisterna.simulated

import cisterna.bindings.LinkEvents
import cisterna.bindings.LinkFault
import cisterna.bindings.Links
import cisterna.bindings.PlatformLink
import java.io.EOFException
import java.io.IOException
import java.net.StandardProtocolFamily
import java.net.UnixDomainSocketAddress
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.channels.SocketChannel
import java.nio.file.Path
import kotlin.concurrent.thread

/** What a socket carries in one chunk: an ATT MTU of 247, as phones agree on most often. */
private const val CHUNK_LEN = 244

/** Links to a simulated pump: each chunk goes after its length, u16 in little-endian. */
class SocketLinks(private val socket: Path) : Links {
    override fun open(events: LinkEvents): PlatformLink {
        val channel = SocketChannel.open(StandardProtocolFamily.UNIX)
        try {
            channel.connect(UnixDomainSocketAddress.of(socket))
        } catch (_: IOException) {
            channel.close()
            throw LinkFault.Down()
        }
        events.up(CHUNK_LEN.toUShort())
        thread(name = "simulated link", isDaemon = true) { tellAll(channel, events) }
        return SocketLink(channel)
    }
}

private fun tellAll(channel: SocketChannel, events: LinkEvents) {
    try {
        while (true) {
            val length = channel.readWhole(2).getShort(0).toUShort().toInt()
            events.chunk(channel.readWhole(length).array())
        }
    } catch (_: IOException) {
        events.down()
    }
}

private fun SocketChannel.readWhole(length: Int): ByteBuffer {
    val bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN)
    while (bytes.hasRemaining()) {
        if (read(bytes) < 0) throw EOFException()
    }
    return bytes
}

private class SocketLink(private val channel: SocketChannel) : PlatformLink {
    override fun send(chunk: ByteArray) {
        val frame = ByteBuffer.allocate(2 + chunk.size).order(ByteOrder.LITTLE_ENDIAN)
        frame.putShort(chunk.size.toShort()).put(chunk).flip()
        try {
            while (frame.hasRemaining()) channel.write(frame)
        } catch (_: IOException) {
            throw LinkFault.Down()
        }
    }

    override fun end() = channel.close()
}
