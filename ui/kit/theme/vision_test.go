package theme

import "math"

// linear are the channels of a colour in linear light.
func linear(c RGB) [3]float64 {
	var out [3]float64
	for i, v := range []uint8{c.R, c.G, c.B} {
		if s := float64(v) / 255; s <= 0.04045 {
			out[i] = s / 12.92
		} else {
			out[i] = math.Pow((s+0.055)/1.055, 2.4)
		}
	}
	return out
}

// visions are the matrices of Machado, Oliveira and Fernandes (2009) at full severity,
// for linear light.
var visions = map[string][3][3]float64{
	"normal":       {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
}

// lab is a colour as an agent of that vision sees it, in CIE L*a*b* under D65.
func lab(c RGB, vision [3][3]float64) [3]float64 {
	in, seen := linear(c), [3]float64{}
	for i := range 3 {
		for j := range 3 {
			seen[i] += vision[i][j] * in[j]
		}
		seen[i] = min(max(seen[i], 0), 1)
	}
	xyz := [3]float64{}
	for i, row := range [3][3]float64{{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}} {
		for j := range 3 {
			xyz[i] += row[j] * seen[j]
		}
	}
	f := func(t float64) float64 {
		if t > 216.0/24389 {
			return math.Cbrt(t)
		}
		return (24389.0/27*t + 16) / 116
	}
	x, y, z := f(xyz[0]/0.95047), f(xyz[1]), f(xyz[2]/1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

// difference is CIEDE2000 (Sharma, Wu and Dalal 2005).
func difference(one, two [3]float64) float64 {
	rad := math.Pi / 180
	c1, c2 := math.Hypot(one[1], one[2]), math.Hypot(two[1], two[2])
	pow7 := func(v float64) float64 { return math.Sqrt(math.Pow(v, 7) / (math.Pow(v, 7) + math.Pow(25, 7))) }
	g := 0.5 * (1 - pow7((c1+c2)/2))
	a1, a2 := one[1]*(1+g), two[1]*(1+g)
	c1, c2 = math.Hypot(a1, one[2]), math.Hypot(a2, two[2])
	angle := func(b, a float64) float64 {
		if a == 0 && b == 0 {
			return 0
		}
		return math.Mod(math.Atan2(b, a)/rad+360, 360)
	}
	h1, h2 := angle(one[2], a1), angle(two[2], a2)
	dl, dc, dh := two[0]-one[0], c2-c1, h2-h1
	hm := h1 + h2
	switch {
	case c1*c2 == 0:
		dh = 0
	case dh > 180:
		dh -= 360
	case dh < -180:
		dh += 360
	}
	switch {
	case c1*c2 == 0:
	case math.Abs(h1-h2) <= 180:
		hm /= 2
	case hm < 360:
		hm = (hm + 360) / 2
	default:
		hm = (hm - 360) / 2
	}
	dH := 2 * math.Sqrt(c1*c2) * math.Sin(dh/2*rad)
	lm, cm := (one[0]+two[0])/2, (c1+c2)/2
	t := 1 - 0.17*math.Cos((hm-30)*rad) + 0.24*math.Cos(2*hm*rad) + 0.32*math.Cos((3*hm+6)*rad) - 0.20*math.Cos((4*hm-63)*rad)
	sl := 1 + 0.015*(lm-50)*(lm-50)/math.Sqrt(20+(lm-50)*(lm-50))
	sc, sh := 1+0.045*cm, 1+0.015*cm*t
	rt := -2 * pow7(cm) * math.Sin(60*math.Exp(-math.Pow((hm-275)/25, 2))*rad)
	l, c, h := dl/sl, dc/sc, dH/sh
	return math.Sqrt(l*l + c*c + h*h + rt*c*h)
}
