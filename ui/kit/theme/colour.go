package theme

import (
	"image/color"
	"math"
	"strconv"
)

// RGB is a colour as sRGB has it.
type RGB struct{ R, G, B uint8 }

// FromColor is any colour without its transparency.
func FromColor(c color.Color) RGB {
	r, g, b, _ := c.RGBA()
	return RGB{byte8(r), byte8(g), byte8(b)}
}

func byte8(v uint32) uint8 { return uint8(v >> 8 & 0xff) }

// hex is the colour of a number such as 0x1e1e1e.
func hex(n uint32) RGB { return RGB{byte8(n >> 8), byte8(n), byte8(n << 8)} }

// indexed is a colour of the palette of 256, without its first 16, which are the
// agent's own.
func indexed(n int) RGB {
	if n >= 232 {
		grey := uint8((8 + (n-232)*10) & 0xff)
		return RGB{grey, grey, grey}
	}
	level := func(v int) uint8 {
		if v == 0 {
			return 0
		}
		return uint8((55 + 40*v) & 0xff)
	}
	n -= 16
	return RGB{level(n / 36), level(n / 6 % 6), level(n % 6)}
}

// mix is a colour with a share of another over it, from 0 to 1.
func mix(under, over RGB, share float64) RGB {
	channel := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + (float64(b)-float64(a))*share)) }
	return RGB{channel(under.R, over.R), channel(under.G, over.G), channel(under.B, over.B)}
}

// luminance is the relative luminance of WCAG 2.
func (c RGB) luminance() float64 {
	linear := func(v uint8) float64 {
		if s := float64(v) / 255; s > 0.04045 {
			return math.Pow((s+0.055)/1.055, 2.4)
		} else {
			return s / 12.92
		}
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// Contrast is the contrast of two colours after WCAG 2: 4.5 is enough for text.
func Contrast(a, b RGB) float64 {
	la, lb := a.luminance(), b.luminance()
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// params are the parameters that choose a colour: layer is 38 for text, 48 for its
// ground.
func (c RGB) params(layer string) string {
	n := func(v uint8) string { return strconv.Itoa(int(v)) }
	return layer + ";2;" + n(c.R) + ";" + n(c.G) + ";" + n(c.B)
}
