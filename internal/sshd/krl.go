package sshd

import (
	"bytes"
	"errors"
	"math/bits"

	"golang.org/x/crypto/cryptobyte"
)

// krlMagic begins OpenSSH's binary form of a list of revoked keys (PROTOCOL.krl).
const krlMagic = "SSHKRL\n\x00"

// The sections of a binary list, and those within the section of certificates.
const (
	krlCertificates  = 1
	krlKeys          = 2
	krlSHA1          = 3
	krlSignature     = 4
	krlSHA256        = 5
	krlExtension     = 255
	krlSerialList    = 0x20
	krlSerialRange   = 0x21
	krlSerialBitmap  = 0x22
	krlIDs           = 0x23
	krlCertExtension = 0x39
)

// The refusals of a binary list. A list with a part that cannot be read revokes nothing
// for certain, so it is refused as a whole.
var (
	errKRLBroken  = errors.New("is a binary list (KRL) that is damaged or cut short")
	errKRLVersion = errors.New("is a binary list (KRL) of a version that moto does not know")
	errKRLSection = errors.New("is a binary list (KRL) with a part that moto does not know")
	errKRLSigned  = errors.New("is a signed binary list (KRL), which moto does not check, and OpenSSH does not either: make it without a signature")
)

// krl reads a binary list.
type krl struct{ cryptobyte.String }

// text reads a string with its length.
func (k *krl) text(out *krl) bool {
	var n uint32
	return k.ReadUint32(&n) && n <= uint32(len(k.String)) && k.ReadBytes((*[]byte)(&out.String), int(n)) //nolint:gosec // the file is small
}

func (k *krl) texts(each func(text string) bool) bool {
	for !k.Empty() {
		var text krl
		if !k.text(&text) || !each(string(text.String)) {
			return false
		}
	}
	return true
}

// parseKRL reads a binary list.
func parseKRL(file []byte) (*Revoked, error) {
	r := newRevoked()
	k := krl{file[len(krlMagic):]}
	var format uint32
	var rest, comment krl
	if !k.ReadUint32(&format) {
		return nil, errKRLBroken
	}
	if format != 1 {
		return nil, errKRLVersion
	}
	if !k.Skip(3*8) || !k.text(&rest) || !k.text(&comment) { // version, date, flags
		return nil, errKRLBroken
	}
	for !k.Empty() {
		var kind uint8
		var section krl
		if !k.ReadUint8(&kind) || !k.text(&section) {
			return nil, errKRLBroken
		}
		if err := r.addSection(kind, section); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (r *Revoked) addSection(kind uint8, section krl) error {
	var ok bool
	switch kind {
	case krlCertificates:
		return r.addCertificates(section)
	case krlKeys:
		ok = section.texts(func(key string) bool { r.keys[key] = true; return key != "" })
	case krlSHA1, krlSHA256:
		size, hashes := 20, r.sha1
		if kind == krlSHA256 {
			size, hashes = 32, r.sha256
		}
		ok = section.texts(func(hash string) bool { hashes[hash] = true; return len(hash) == size })
	case krlExtension:
		return section.extension()
	case krlSignature:
		return errKRLSigned
	default:
		return errKRLSection
	}
	if !ok {
		return errKRLBroken
	}
	return nil
}

// extension refuses an extension that has to be understood.
func (k *krl) extension() error {
	var name, contents krl
	var critical uint8
	switch {
	case !k.text(&name) || !k.ReadUint8(&critical) || !k.text(&contents):
		return errKRLBroken
	case critical != 0:
		return errKRLSection
	default:
		return nil
	}
}

// addCertificates adds certificates of one authority, or of all where it is empty.
func (r *Revoked) addCertificates(section krl) error {
	var authority, reserved krl
	if !section.text(&authority) || !section.text(&reserved) {
		return errKRLBroken
	}
	of := issued{authority: string(authority.String), ids: map[string]bool{}}
	for !section.Empty() {
		var kind uint8
		var part krl
		if !section.ReadUint8(&kind) || !section.text(&part) {
			return errKRLBroken
		}
		if err := of.add(kind, part); err != nil {
			return err
		}
	}
	r.issued = append(r.issued, of)
	return nil
}

func (of *issued) add(kind uint8, part krl) error {
	ok := true
	switch kind {
	case krlSerialList:
		for ok && !part.Empty() {
			var serial uint64
			ok = part.ReadUint64(&serial)
			of.serials = append(of.serials, serials{serial, serial})
		}
	case krlSerialRange:
		var s serials
		ok = part.ReadUint64(&s.first) && part.ReadUint64(&s.last) && part.Empty() && s.first <= s.last
		of.serials = append(of.serials, s)
	case krlSerialBitmap:
		ok = of.addBitmap(part)
	case krlIDs:
		ok = part.texts(func(id string) bool { of.ids[id] = true; return id != "" })
	case krlCertExtension:
		return part.extension()
	default:
		return errKRLSection
	}
	if !ok {
		return errKRLBroken
	}
	return nil
}

// addBitmap adds the serial numbers of the bits that are set. The last byte has the lowest
// bits.
func (of *issued) addBitmap(part krl) bool {
	var first uint64
	var bitmap krl
	if !part.ReadUint64(&first) || !part.text(&bitmap) || !part.Empty() {
		return false
	}
	set := bytes.TrimLeft(bitmap.String, "\x00")
	if len(set) == 0 {
		return true
	}
	if last := first + uint64(8*len(set)-bits.LeadingZeros8(set[0])-1); last < first { //nolint:gosec // a length
		return false
	}
	of.bitmaps = append(of.bitmaps, serialMap{first, set})
	return true
}

// serialMap are serial numbers from the first on, a bit each.
type serialMap struct {
	first uint64
	bits  []byte
}

func (m serialMap) has(serial uint64) bool {
	if serial < m.first || serial-m.first >= uint64(8*len(m.bits)) { //nolint:gosec // a length
		return false
	}
	at := int(serial - m.first) //nolint:gosec // below the length
	return m.bits[len(m.bits)-1-at/8]>>(at%8)&1 == 1
}
