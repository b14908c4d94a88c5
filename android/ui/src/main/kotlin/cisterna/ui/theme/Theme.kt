package cisterna.ui.theme

import androidx.compose.material3.LocalContentColor
import androidx.compose.material3.LocalTextStyle
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp

/** Colours by duty. Every pair that meets on a screen is checked by a test: 4.5 : 1 for text, 3 : 1 for shapes. */
data class Colours(
    val background: Color,
    val card: Color,
    val line: Color,
    val ink: Color,
    val muted: Color,
    val primary: Color,
    val onPrimary: Color,
    val container: Color,
    val inTime: Color,
    val inTimeInk: Color,
    val emergency: Color,
    val onEmergency: Color,
    val emergencyContainer: Color,
)

val LightColours =
    Colours(
        background = Color(0xFFF5F3EE),
        card = Color.White,
        line = Color(0xFFD9D5CB),
        ink = Color(0xFF14222A),
        muted = Color(0xFF4A5A63),
        primary = Color(0xFF0B5A5E),
        onPrimary = Color.White,
        container = Color(0xFFD6EBE9),
        inTime = Color(0xFFFFE6B3),
        inTimeInk = Color(0xFF4A3200),
        emergency = Color(0xFFA3162A),
        onEmergency = Color.White,
        emergencyContainer = Color(0xFFFFE3E1),
    )

val DarkColours =
    Colours(
        background = Color(0xFF10181C),
        card = Color(0xFF1A252B),
        line = Color(0xFF31414A),
        ink = Color(0xFFEDF2F3),
        muted = Color(0xFFA9B8BF),
        primary = Color(0xFF7FD1CC),
        onPrimary = Color(0xFF06302F),
        container = Color(0xFF143F40),
        inTime = Color(0xFF4A3A12),
        inTimeInk = Color(0xFFFFE0A0),
        emergency = Color(0xFFFF9A93),
        onEmergency = Color(0xFF4A1517),
        emergencyContainer = Color(0xFF4A1517),
    )

val LocalColours = staticCompositionLocalOf { LightColours }

object Size {
    val touch = 56.dp
    val mainAction = 64.dp
    val hold = 104.dp
    val between = 12.dp
    val edge = 18.dp
    val corner = 20.dp
}

object Type {
    val title = 28.sp
    val heading = 20.sp
    val body = 17.sp
    val figure = 40.sp
}

/** The shell's look. The family is handed in: bundled, or the system's where the script asks for it. */
@Composable
fun CisternaTheme(
    colours: Colours,
    isDark: Boolean,
    family: FontFamily,
    content: @Composable () -> Unit,
) {
    val scheme = if (isDark) darkColorScheme(primary = colours.primary) else lightColorScheme(primary = colours.primary)
    MaterialTheme(colorScheme = scheme) {
        CompositionLocalProvider(
            LocalColours provides colours,
            LocalContentColor provides colours.ink,
            LocalTextStyle provides
                // a sentence left in English keeps its own direction: "11.6 mL of 20 mL" must never read as another amount
                TextStyle(
                    color = colours.ink,
                    fontFamily = family,
                    fontSize = Type.body,
                    lineHeight = 1.35.em(),
                    textDirection = androidx.compose.ui.text.style.TextDirection.Content,
                ),
            content = content,
        )
    }
}

private fun Double.em() = androidx.compose.ui.unit.TextUnit(toFloat(), androidx.compose.ui.unit.TextUnitType.Em)
