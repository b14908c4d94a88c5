package cisterna.ui.screens

import cisterna.ui.core.Now
import cisterna.ui.core.ReadAt
import cisterna.ui.words.Words

/** Old from the instant that the core named, without asking it again; also where the phone has restarted. SR-42 */
fun ReadAt.isOld(now: Now): Boolean = staleAtElapsedMs == null || atElapsedMs == null || now.elapsedMs >= staleAtElapsedMs

/** "Read 4 minutes ago", counted by the shell. */
fun ReadAt.age(
    now: Now,
    words: Words,
): String {
    val at = atElapsedMs ?: return words["shell-age-unknown"]
    return words["shell-read", "age" to words.age((now.elapsedMs - at).coerceAtLeast(0))]
}
