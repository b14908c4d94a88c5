package cisterna.ui.parts

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.Canvas
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.LocalTextStyle
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.Path
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import cisterna.ui.core.Fact
import cisterna.ui.core.Tone
import cisterna.ui.theme.LocalColours
import cisterna.ui.theme.Size
import cisterna.ui.theme.Type

@Composable
fun Words(
    text: String,
    modifier: Modifier = Modifier,
    isBold: Boolean = false,
    colour: Color = LocalTextStyle.current.color,
) = Text(text, modifier, color = colour, fontWeight = if (isBold) FontWeight.Bold else FontWeight.Normal)

@Composable
fun Heading(text: String) =
    Text(text, Modifier.semantics { heading() }, fontSize = Type.heading, fontWeight = FontWeight.Bold)

/** One thing a screen: its title is the state in words, and what follows scrolls as a whole. */
@Composable
fun Page(
    title: String,
    background: Color = LocalColours.current.background,
    content: @Composable ColumnScope.() -> Unit,
) = Column(
    Modifier.fillMaxSize().background(background).verticalScroll(rememberScrollState()).padding(Size.edge),
    Arrangement.spacedBy(Size.between),
) {
    Text(
        title,
        Modifier.semantics { heading() },
        fontSize = Type.title,
        fontWeight = FontWeight.Bold,
        lineHeight = Type.title * 1.2f,
    )
    content()
}

/** A card with a hairline instead of a shadow. */
@Composable
fun Card(
    colour: Color = LocalColours.current.card,
    line: Color = LocalColours.current.line,
    content: @Composable ColumnScope.() -> Unit,
) {
    val shape = RoundedCornerShape(Size.corner)
    Column(
        Modifier.fillMaxWidth().clip(shape).background(colour).border(1.dp, line, shape).padding(16.dp),
        Arrangement.spacedBy(8.dp),
        content = content,
    )
}

enum class Look { Main, Quiet, Outline, Emergency }

/** A button of at least 56 dp that grows with its words. */
@Composable
fun Action(
    label: String,
    look: Look,
    onClick: () -> Unit,
) {
    val colours = LocalColours.current
    val (fill, ink) =
        when (look) {
            Look.Main -> colours.primary to colours.onPrimary
            Look.Quiet -> colours.container to colours.ink
            Look.Outline -> colours.card to colours.primary
            Look.Emergency -> colours.emergency to colours.onEmergency
        }
    val shape = RoundedCornerShape(Size.corner)
    val border = if (look == Look.Outline) BorderStroke(2.dp, colours.primary) else BorderStroke(0.dp, fill)
    Box(
        Modifier
            .fillMaxWidth()
            .heightIn(min = if (look == Look.Main || look == Look.Emergency) Size.mainAction else Size.touch)
            .clip(shape)
            .background(fill)
            .border(border, shape)
            .clickable(role = Role.Button, onClick = onClick)
            .padding(14.dp),
        Alignment.Center,
    ) { Text(label, color = ink, fontWeight = FontWeight.Bold, textAlign = TextAlign.Center) }
}

/** Labels and values; a value that does not fit goes below its label, and no word is cut. Read as one. */
@Composable
fun Facts(facts: List<Fact>) =
    Column {
        facts.forEachIndexed { index, fact ->
            if (index > 0) Box(Modifier.fillMaxWidth().heightIn(min = 1.dp).background(LocalColours.current.line))
            FlowRow(
                Modifier.fillMaxWidth().padding(vertical = 12.dp).clearAndSetSemantics {
                    contentDescription = if (fact.value.isEmpty()) fact.label else "${fact.label}: ${fact.spoken}"
                },
                Arrangement.SpaceBetween,
            ) {
                Words(fact.label, Modifier.padding(end = 12.dp))
                if (fact.value.isNotEmpty()) Words(fact.value, isBold = true)
            }
        }
    }

/** The sign of a state: a shape of its own for each, so that colour never stands alone. */
@Composable
fun Sign(
    tone: Tone,
    colour: Color,
) = Canvas(Modifier.size(36.dp)) {
    val w = size.width
    val line = w / 9
    val stroke = { x1: Float, y1: Float, x2: Float, y2: Float ->
        drawLine(colour, Offset(x1 * w, y1 * w), Offset(x2 * w, y2 * w), line, StrokeCap.Round)
    }
    when (tone) {
        Tone.Well -> {
            stroke(.15f, .55f, .4f, .8f)
            stroke(.4f, .8f, .85f, .2f)
        }
        Tone.InTime -> {
            drawCircle(colour, w * .42f, style = androidx.compose.ui.graphics.drawscope.Stroke(line * .7f))
            stroke(.5f, .5f, .5f, .26f)
            stroke(.5f, .5f, .66f, .6f)
        }
        Tone.Emergency -> {
            val triangle = Path()
            triangle.moveTo(w * .5f, w * .05f)
            triangle.lineTo(w * .97f, w * .93f)
            triangle.lineTo(w * .03f, w * .93f)
            triangle.close()
            drawPath(triangle, colour)
        }
        Tone.Unknown -> {
            drawCircle(
                colour,
                w * .4f,
                style =
                    androidx.compose.ui.graphics.drawscope.Stroke(
                        line * .7f,
                        pathEffect = androidx.compose.ui.graphics.PathEffect.dashPathEffect(floatArrayOf(line, line)),
                    ),
            )
        }
    }
}

/** A state at a glance: sign, words, colour. */
@Composable
fun Banner(
    tone: Tone,
    heading: String,
    lines: List<String>,
    content: @Composable ColumnScope.() -> Unit = {},
) {
    val colours = LocalColours.current
    val (fill, ink) =
        when (tone) {
            Tone.Well -> colours.container to colours.ink
            Tone.InTime, Tone.Unknown -> colours.inTime to colours.inTimeInk
            Tone.Emergency -> colours.emergencyContainer to colours.ink
        }
    Card(fill, fill) {
        // beside a sign, large words would be broken inside: then the sign stands above them
        val isLarge = androidx.compose.ui.platform.LocalDensity.current.fontScale > 1.4f
        if (isLarge) Sign(tone, if (tone == Tone.Emergency) colours.emergency else ink)
        Row(horizontalArrangement = Arrangement.spacedBy(14.dp)) {
            if (!isLarge) Sign(tone, if (tone == Tone.Emergency) colours.emergency else ink)
            Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
                if (heading.isNotEmpty()) Text(heading, color = ink, fontSize = Type.heading, fontWeight = FontWeight.Bold)
                lines.filter { it.isNotEmpty() }.forEach { Words(it, colour = ink) }
            }
        }
        content()
    }
}

/** What is left in the reservoir, as a bar; the words stand below it and are what is read out. */
@Composable
fun Gauge(
    permille: Int,
    spoken: String,
) {
    val colours = LocalColours.current
    Box(
        Modifier
            .fillMaxWidth()
            .clip(RoundedCornerShape(8.dp))
            .background(colours.container)
            .border(1.dp, colours.primary, RoundedCornerShape(8.dp))
            .semantics { contentDescription = spoken },
    ) {
        val share = permille.coerceIn(0, 1000) / 1000f
        Box(Modifier.fillMaxWidth(share).heightIn(min = 18.dp).background(colours.primary))
    }
}

/** A choice: chosen or not by fill, mark and state, not by colour alone. */
@Composable
fun Choice(
    label: String,
    spoken: String,
    isChosen: Boolean,
    onClick: () -> Unit,
) {
    val colours = LocalColours.current
    val shape = RoundedCornerShape(16.dp)
    Box(
        Modifier
            .heightIn(min = Size.touch)
            .clip(shape)
            .background(if (isChosen) colours.primary else colours.card)
            .border(if (isChosen) 3.dp else 1.dp, if (isChosen) colours.primary else colours.muted, shape)
            .selectable(isChosen, spoken, onClick)
            .padding(horizontal = 16.dp, vertical = 8.dp),
        Alignment.Center,
    ) {
        val mark = if (isChosen) "✓ " else ""
        Text(mark + label, color = if (isChosen) colours.onPrimary else colours.ink, fontWeight = FontWeight.Bold)
    }
}

private fun Modifier.selectable(
    isChosen: Boolean,
    spoken: String,
    onClick: () -> Unit,
) = then(
    androidx.compose.ui.Modifier
        .clickable(onClick = onClick)
        .semantics {
            role = Role.Checkbox
            contentDescription = spoken
            set(androidx.compose.ui.semantics.SemanticsProperties.Selected, isChosen)
        },
)
