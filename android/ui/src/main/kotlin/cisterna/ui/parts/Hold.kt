package cisterna.ui.parts

import androidx.compose.foundation.background
import androidx.compose.foundation.gestures.awaitEachGesture
import androidx.compose.foundation.gestures.awaitFirstDown
import androidx.compose.foundation.gestures.waitForUpOrCancellation
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.input.pointer.PointerEventTimeoutCancellationException
import androidx.compose.ui.input.pointer.pointerInput
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.onClick
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import cisterna.ui.theme.LocalColours
import cisterna.ui.theme.Size
import cisterna.ui.theme.Type

/** How long a hold has to last; an assumption, for a clinic's usability study to set right. */
const val HOLD_MS = 1_500L

/**
 * A deliberate act: held, or, for a screen reader and a switch, clicked. A plain button stands beside it on the screen,
 * and all three end in the authentication of the device. SR-43
 */
@Composable
fun HoldButton(
    label: String,
    onHeld: () -> Unit,
) {
    val colours = LocalColours.current
    Box(
        Modifier
            .fillMaxWidth()
            .heightIn(min = Size.hold)
            .clip(RoundedCornerShape(Size.corner))
            .background(colours.primary)
            .semantics(mergeDescendants = true) {
                role = Role.Button
                onClick(label) {
                    onHeld()
                    true
                }
            }.pointerInput(onHeld) {
                awaitEachGesture {
                    awaitFirstDown()
                    try {
                        withTimeout(HOLD_MS) { waitForUpOrCancellation() }
                    } catch (_: PointerEventTimeoutCancellationException) {
                        onHeld()
                        waitForUpOrCancellation()
                    }
                }
            }.padding(16.dp),
        Alignment.Center,
    ) {
        Text(
            label,
            color = colours.onPrimary,
            fontSize = Type.heading,
            fontWeight = FontWeight.Bold,
            textAlign = TextAlign.Center,
        )
    }
}
