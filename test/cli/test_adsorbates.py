"""Adsorption sites and adsorbates: the sites that textbooks name, in their numbers, and molecules that touch the surface
with the atoms that bind."""
from halfcell_command import *

try:
    import numpy as np
    from ase.data import covalent_radii
    from ase.io import read
except ImportError:
    print("ASE is not installed (Debian: python3-ase)")
    sys.exit(77)

# Species: which of its atoms touch the surface.
BINDING = {"H": [0], "O": [0], "OH": [0], "H2O": [0], "OOH": [0], "CO": [0], "CHO": [0], "COH": [0], "COOH": [0],
           "OCHO": [0, 1], "OCCO": [0, 1], "CH2O": [0], "CO2-bent": [0], "Cu": [0]}
# What free molecules have: pairs of atoms and their distance.
BONDS = {"OH": [(0, 1, 0.97)], "H2O": [(0, 1, 0.96), (0, 2, 0.96)], "CO": [(0, 1, 1.13)], "CO2": [(0, 1, 1.16), (0, 2, 1.16)],
         "COOH": [(0, 1, 1.21), (0, 2, 1.36), (2, 3, 0.97)], "OCHO": [(0, 2, 1.26), (1, 2, 1.26), (2, 3, 1.10)],
         "OCCO": [(0, 2, 1.21), (1, 3, 1.21)], "CH2O": [(0, 1, 1.21), (1, 2, 1.11), (1, 3, 1.11)],
         "CHO": [(0, 1, 1.21), (0, 2, 1.11)], "COH": [(0, 1, 1.34), (1, 2, 0.97)]}


class Adsorbates(CommandTest):
    def build(self, prototype, slab, **options):
        keys = "".join(f", {key}: {value}" for key, value in options.items())
        self.write("a.yaml", f"steps:\n  - {{type: crystal, prototype: {prototype}}}\n  - {{type: slab, {slab}}}\n"
                             f"  - {{type: adsorbate{keys}}}\n")
        self.notes = self.run_json("build", "a.yaml", "-o", "a.extxyz")["notes"]
        return read(self.folder / "a.extxyz")

    def sites(self, prototype, slab):
        """[(kind, atoms around, how many in the cell)]"""
        self.build(prototype, slab, species="H")
        found = []
        for note in self.notes:
            words = note.split()
            if words[0] in ("top", "bridge", "hollow") and words[1].endswith(":"):
                around, cell = note.split("Angstrom, ")[1].split(", ")[:2]
                found.append((words[0], int(around.split()[0]), int(cell.split()[0])))
        return found

    def test_textbook_sites(self):
        """Per surface atom: fcc(111) has 3 bridges and 2 hollows, (100) 2 and 1, (110) 1 + 1 and 1."""
        self.assertEqual(self.sites("Cu", "miller: [1, 1, 1], repeat: [2, 2]"),
                         [("top", 1, 4), ("bridge", 2, 12), ("hollow", 3, 4), ("hollow", 3, 4)])
        self.assertEqual(self.sites("Cu", "miller: [1, 0, 0], repeat: [2, 2]"),
                         [("top", 1, 4), ("bridge", 2, 8), ("hollow", 4, 4)])
        self.assertEqual(self.sites("Cu", "miller: [1, 1, 0], repeat: [2, 2]"),
                         [("top", 1, 4), ("bridge", 2, 4), ("bridge", 2, 4), ("hollow", 4, 4)])
        self.assertEqual(self.sites("Ti", "miller: [0, 0, 1]"), [("top", 1, 1), ("bridge", 2, 3), ("hollow", 3, 1),
                                                                 ("hollow", 3, 1)])

    def test_hcp_and_fcc_hollows(self):
        """Hollow 0 of fcc(111) has an atom of the second layer below, hollow 1 none before the third."""
        for index, layer in ((0, 1), (1, 2)):
            atoms = self.build("Cu", "miller: [1, 1, 1]", species="H", site="hollow", index=index)
            below = atoms[:-1][np.argsort(-atoms[:-1].positions[:, 2], kind="stable")]
            apart = below.positions[:, :2] - atoms.positions[-1, :2]
            fraction = apart @ np.linalg.inv(atoms.cell[:2, :2])
            side = np.linalg.norm((fraction - np.round(fraction)) @ atoms.cell[:2, :2], axis=1)
            self.assertEqual(int(np.flatnonzero(side < 0.01)[0]), layer)

    def test_contacts(self):
        for site in ("top", "bridge", "hollow"):
            for species, binding in BINDING.items():
                atoms = self.build("Cu", "miller: [1, 1, 1], repeat: [3, 3], layers: 2", species=species, site=site)
                n = 18
                touching = []
                for k in range(n, len(atoms)):
                    ratio = atoms.get_distances(k, range(n), mic=True) / (
                        covalent_radii[atoms.numbers[k]] + covalent_radii[29])
                    limit = 1.0 if k - n in binding else 1.25
                    self.assertGreater(ratio.min(), limit - 0.02, f"{species} {site}")
                    touching.append(ratio.min() < limit + 0.02)
                self.assertTrue(any(touching), f"{species} on {site} floats")

    def test_molecules(self):
        for species, bonds in BONDS.items():
            atoms = self.build("Cu", "miller: [1, 0, 0], repeat: [3, 3]", species=species)
            for i, j, length in bonds:
                self.assertAlmostEqual(atoms.get_distance(36 + i, 36 + j), length, delta=0.03, msg=species)

    def test_bidentates_lie_along_the_bridge(self):
        atoms = self.build("Cu", "miller: [1, 1, 0], repeat: [2, 3]", species="OCHO", site="bridge", index=1)
        first, second = atoms.positions[24], atoms.positions[25]
        self.assertAlmostEqual(first[2], second[2], places=6)
        turned = self.build("Cu", "miller: [1, 1, 0], repeat: [2, 3]", species="OCHO", site="bridge", index=1,
                            azimuth_deg=90)
        again = turned.positions[25] - turned.positions[24]
        self.assertAlmostEqual(float(again @ (second - first)), 0.0, places=5)
        distances = [atoms.get_distances(k, range(24), mic=True).min() for k in (24, 25)]
        self.assertAlmostEqual(distances[0], distances[1], places=5)

    def test_sides(self):
        """On a slab with a mirror plane the lower adsorbates are the mirror image of the upper ones, on both sides there
        are both; titanium's hollow 0 has an atom of the next layer behind it from either side."""
        slab = "miller: [1, 0, 0], repeat: [2, 2], layers: 3"
        upper, lower, both = (self.build("Cu", slab, species="COOH", site="bridge", side=side)
                              for side in ("upper", "lower", "both"))
        middle = upper.positions[:12, 2].mean()
        mirrored = upper.positions * [1, 1, -1] + [0, 0, 2 * middle]
        np.testing.assert_allclose(lower.positions[12:], mirrored[12:], atol=1e-6)
        np.testing.assert_allclose(both.positions[:16], upper.positions, atol=1e-6)
        np.testing.assert_allclose(both.positions[16:], lower.positions[12:], atol=1e-6)
        atoms = self.build("Ti", "miller: [0, 0, 1], layers: 3", species="O", site="hollow", index=0, side="both")
        upper, lower = len(atoms) - 2, len(atoms) - 1
        layers = np.argsort(atoms.positions[:upper, 2])
        for oxygen, behind in ((upper, layers[-2]), (lower, layers[1])):
            apart = atoms.get_distance(oxygen, behind, mic=True, vector=True)
            self.assertLess(np.linalg.norm(apart[:2]), 0.01)
            self.assertLess(abs(apart[2]), 4.0)

    def on_cluster(self, cluster, **options):
        keys = "".join(f", {key}: {value}" for key, value in options.items())
        self.write("a.yaml", f"steps:\n{cluster}  - {{type: adsorbate{keys}}}\n")
        return ("build", "a.yaml", "-o", "a.extxyz")

    def assert_on_top(self, atoms, natom, site, binding):
        """The molecule touches the site from outside, with a binding atom at 1 or another at 1.25, and nothing else."""
        radii = covalent_radii[atoms.numbers]
        share = atoms.get_all_distances() / (radii[:, None] + radii)
        limits = np.array([1.0 if k in binding else 1.25 for k in range(len(atoms) - natom)])
        self.assertAlmostEqual((share[natom:, site] / limits).min(), 1.0, delta=0.02)
        self.assertLess(share[[natom + k for k in binding], site].max(), 1.2)
        metal = np.isin(atoms.get_chemical_symbols(), ("Cu", "Au"))[:natom]
        self.assertGreater(share[natom:, :natom][:, metal].min(), 0.98)
        self.assertGreater(share[natom:, :natom][:, ~metal].min(initial=9), 1.3)
        bonded = [i for i in range(natom) if i != site and share[site, i] < 1.2]
        inwards = sum((v / np.linalg.norm(v) for v in atoms.positions[bonded] - atoms.positions[site]))
        out = atoms.positions[[natom + k for k in binding]].mean(axis=0) - atoms.positions[site]
        self.assertLess(inwards @ out / np.linalg.norm(inwards) / np.linalg.norm(out), -0.999)

    def test_on_particles(self):
        """Atoms of the outer shell and no other; a molecule has the shape that it has on a slab."""
        cluster = "  - {type: crystal, prototype: Cu}\n  - {type: nanoparticle, shape: cuboctahedron, shells: 2}\n"
        for species, binding in BINDING.items():
            sites = set()
            for index in (0, 1, 2):
                self.run_json(*self.on_cluster(cluster, species=species, index=index))
                atoms = read(self.folder / "a.extxyz")
                site = atoms.get_all_distances()[55, :55].argmin()
                sites.add(site)
                self.assert_on_top(atoms, 55, site, binding)
            self.assertEqual(len(sites), 3)
            slab = self.build("Cu", "miller: [1, 0, 0], repeat: [2, 2]", species=species)
            np.testing.assert_allclose(atoms[55:].get_all_distances(), slab[-len(atoms) + 55:].get_all_distances(),
                                       atol=1e-5)
        self.assert_refused(*self.on_cluster(cluster, species="CO", index=3),
                            says="has room on 3 of 3 distinct top sites of metals")
        self.assert_refused(*self.on_cluster(cluster, species="CO", atom=27), says="neighbours on all sides")

    def cluster_sites(self, cluster, **options):
        """[(atoms around, how many in the cluster)] of all distinct places of a kind."""
        notes = self.run_json(*self.on_cluster(cluster, **options))["notes"]
        lines = [note.split(" of this kind")[0] for note in notes if note.startswith(f"{options['site']} ")]
        lines = lines[max(k for k, line in enumerate(lines) if " 0: " in line):]
        return [(len(line[line.index("(") + 1:line.index(")")].split()), int(line.split()[-1])) for line in lines]

    def test_sites_counted_by_hand(self):
        """Facets give the distinct places and how many there are: of 13 and 55 atoms by counting. Of any closed particle
        corners - edges + faces is 2 (Euler); the orbits of a group of 120, 48 or 20 operations divide it."""
        particles = {
            "icosahedron, shells: 1": (120, [(1, 12)], [(2, 30)], [(3, 20)]),
            "cuboctahedron, shells: 1": (48, [(1, 12)], [(2, 24)], [(4, 6), (3, 8)]),
            "icosahedron, shells: 2": (120, [(1, 12), (1, 30)], [(2, 60), (2, 60)], [(3, 60), (3, 20)]),
            "cuboctahedron, shells: 2": (48, [(1, 12), (1, 24), (1, 6)], [(2, 48), (2, 24), (2, 24)],
                                         [(4, 24), (3, 24), (3, 8)]),
            "truncated-octahedron, shells: 1": (48, None, None, None),
            "decahedron, edge: 3, height: 3, notch: 0": (20, None, None, None),
            "icosahedron, shells: 4": (120, None, None, None)}
        for metal in ("Cu", "Au"):  # nearest neighbours at 0.97 and 1.06 of twice the covalent radius
            for shape, (order, *expected) in particles.items():
                cluster = f"  - {{type: crystal, prototype: {metal}}}\n  - {{type: nanoparticle, shape: {shape}}}\n"
                found = [self.cluster_sites(cluster, species="H", site=site) for site in ("top", "bridge", "hollow")]
                for kind, hand in zip(found, expected):
                    self.assertEqual(sorted(kind), sorted(hand or kind), shape)
                    self.assertTrue(all(order % many == 0 for _, many in kind), shape)
                corners, edges, faces = (sum(many for _, many in kind) for kind in found)
                self.assertEqual(corners - edges + faces, 2, shape)

    def test_order_of_hollows(self):
        """Those among most atoms first, then the one with an atom of the next layer underneath."""
        cluster = "  - {type: crystal, prototype: Cu}\n  - {type: nanoparticle, shape: cuboctahedron, shells: 2}\n"
        notes = self.run_json(*self.on_cluster(cluster, species="H", site="hollow"))["notes"]
        below = [float(note.split("next atom ")[1].split()[0]) for note in notes if note.startswith("hollow")]
        a = 3.615
        np.testing.assert_allclose(below, [a / 2, a / 3 ** 0.5, 2 * a / 3 ** 0.5], atol=0.02)

    def assert_outside(self, atoms, natom, site, binding, metals):
        """Binding atoms touch atoms of the site, over its middle and outwards; nothing else is nearer than it may be."""
        radii = covalent_radii[atoms.numbers]
        share = (atoms.get_all_distances() / (radii[:, None] + radii))[natom:, :natom]
        metal = np.isin(atoms.get_chemical_symbols(), metals)[:natom]
        limits = np.array([1.0 if k in binding else 1.25 for k in range(len(atoms) - natom)])
        self.assertGreater((share[:, metal] / limits[:, None]).min(), 0.98)
        self.assertLess(share[binding][:, site].min(), 1.25)
        self.assertGreater(share[:, ~metal].min(initial=9), 1.3)
        middle, out = atoms.positions[site].mean(axis=0), atoms.positions[natom:][binding].mean(axis=0)
        inner = atoms.positions[:natom][metal].mean(axis=0)
        self.assertGreater((out - middle) @ (middle - inner), 0)

    def test_bridges_and_hollows_of_particles(self):
        """All species, on the atoms that are named, straight over their middle: an icosahedron's axes go through it."""
        cluster = "  - {type: crystal, prototype: Cu}\n  - {type: nanoparticle, shape: icosahedron, shells: 2}\n"
        for species, binding in BINDING.items():
            for site, index in (("bridge", 0), ("bridge", 1), ("hollow", 0), ("hollow", 1)):
                notes = self.run_json(*self.on_cluster(cluster, species=species, site=site, index=index))["notes"]
                place = [note for note in notes if note.startswith(f"{species} is on atoms")][0]
                on = [int(word) for word in place.split("atoms ")[1].split("(")[0].split()]
                atoms = read(self.folder / "a.extxyz")
                self.assertEqual(len(on), 2 if site == "bridge" else 3)
                self.assert_outside(atoms, 55, on, binding, ["Cu"])
                if len(binding) == 1:
                    foot = atoms.positions[on].mean(axis=0)
                    aside = np.cross(atoms.positions[55] - foot, foot / np.linalg.norm(foot))
                    near = atoms.positions[on] - atoms.positions[55]
                    np.testing.assert_allclose(np.linalg.norm(near, axis=1), np.linalg.norm(near[0]), atol=1e-4)
                    if (site, index) == ("hollow", 1):
                        self.assertLess(np.linalg.norm(aside), 1e-4, species)

    def test_sites_of_an_atom(self):
        """Of a corner of the icosahedron: 1 top, 5 bridges, 5 hollows, all different places. The second adsorbate has
        what the first one leaves: a group of 10 operations, and 5, 5 and 1 atoms."""
        cluster = "  - {type: crystal, prototype: Cu}\n  - {type: nanoparticle, shape: icosahedron, shells: 1}\n"
        for site, many in (("top", 1), ("bridge", 5), ("hollow", 5)):
            places = set()
            for index in range(many):
                self.run_json(*self.on_cluster(cluster, species="H", site=site, atom=1, index=index))
                places.add(tuple(read(self.folder / "a.extxyz").positions[13].round(3)))
            self.assertEqual(len(places), many)
            self.assert_refused(*self.on_cluster(cluster, species="H", site=site, atom=1, index=many),
                                says=f"H has room on {many} of {many} {site} sites of atom 1 (Cu)")
        first = cluster + "  - {type: adsorbate, species: H}\n"
        self.assertEqual(sorted(self.cluster_sites(first, species="H", site="top")), [(1, 1), (1, 5), (1, 5)])

    def test_alloys(self):
        """Only atoms of the element make sites: none among unlike atoms."""
        cluster = ("  - {type: crystal, prototype: Cu}\n  - {type: nanoparticle, shape: icosahedron, shells: 1}\n"
                   "  - {type: substitute, atoms: '1', by: Ag}\n")
        for site, every, copper in (("bridge", 30, 25), ("hollow", 20, 15)):
            self.assertEqual(sum(many for _, many in self.cluster_sites(cluster, species="H", site=site)), every)
            self.assertEqual(sum(many for _, many in self.cluster_sites(cluster, species="H", site=site, element="Cu")),
                             copper)
        self.assert_refused(*self.on_cluster(cluster, species="H", site="bridge", element="Ag"),
                            says="the cluster has no bridge site of Ag")

    def test_ions_beside_a_cluster(self):
        """Alkali ions make no sites unless they are named: three atoms of copper are one kind."""
        self.write("salt.xyz", "4\n\nNa 1.2 0.6928 6\nCu 0 0 0\nCu 2.4 0 0\nCu 1.2 2.07846 0\n")
        salt = "  - {type: read, file: salt.xyz}\n"
        self.assertEqual(self.cluster_sites(salt, species="CO", site="top"), [(1, 3)])
        self.assertEqual(self.cluster_sites(salt, species="CO", site="top", element="Na"), [(1, 1)])

    def test_cages_and_planes(self):
        """Nothing goes into a hollow shell. A flat molecule has two sides, which are one kind; a bowl has two kinds."""
        shell = ("  - {type: crystal, prototype: Au}\n  - {type: nanoparticle, shape: icosahedron, shells: 2}\n"
                 "  - {type: remove, atoms: '0-12'}\n")
        for site, every in (("top", 42), ("bridge", 120), ("hollow", 80)):
            self.assertEqual(sum(many for _, many in self.cluster_sites(shell, species="H", site=site)), every)
        flat = "  - {type: phthalocyanine, metal: Co}\n"
        self.assertEqual(self.cluster_sites(flat, species="CO", site="top"), [(1, 2)])
        upper, lower = (self.on_flat(flat, index) for index in (0, 1))
        np.testing.assert_allclose(upper.positions[-2:] * [1, 1, -1], lower.positions[-2:], atol=1e-5)
        self.assertAlmostEqual(upper.get_distance(0, 57), covalent_radii[27] + covalent_radii[6], delta=0.02)
        coronene, bowl = (f"  - {{type: flake, ring: {ring}, saturate: true}}\n" for ring in (6, 5))
        self.assertEqual(sorted(self.cluster_sites(coronene, species="H", element="C", site="hollow")),
                         [(6, 2), (6, 12)])
        self.assertEqual(sorted(self.cluster_sites(bowl, species="H", element="C", site="hollow")),
                         [(5, 1), (6, 5), (6, 5)])

    def on_flat(self, flat, index):
        self.run_json(*self.on_cluster(flat, species="CO", atom=0, index=index))
        return read(self.folder / "a.extxyz")

    def test_among_ligands(self):
        """Staples of Au25 lie open, its icosahedron does not until a ligand is gone; atom and index agree."""
        m25 = "  - {type: m25, metal: Au, ligand: phenylethyl}\n"
        self.assert_refused(*self.on_cluster(m25, species="CO", atom=1), says="CO has no room on atom 1 (Au)")
        bare = m25 + "  - {type: dethiolate}\n"
        self.run_json(*self.on_cluster(bare, species="COOH"))
        first = read(self.folder / "a.extxyz")
        natom = len(first) - 4
        site = int(first.get_all_distances()[natom, :natom].argmin())
        self.assertLess(site, 13)
        self.assert_on_top(first, natom, site, [0])
        self.run_json(*self.on_cluster(bare, species="COOH", atom=site))
        np.testing.assert_allclose(read(self.folder / "a.extxyz").positions, first.positions)
        self.run_json(*self.on_cluster(m25, species="COOH"))
        atoms = read(self.folder / "a.extxyz")
        site = atoms.get_all_distances()[len(atoms) - 4, :25].argmin()
        self.assertGreater(site, 12)
        self.assert_on_top(atoms, len(atoms) - 4, site, [0])

    def test_bridges_and_hollows_among_ligands(self):
        """On every place of Au25(SCH3)18 that is offered nothing is too near; CO has room on fewer than H."""
        m25 = "  - {type: m25, metal: Au, ligand: methyl}\n"
        for site, size in (("bridge", 2), ("hollow", 3)):
            offered = self.cluster_sites(m25, species="H", site=site)
            self.assertGreater(len(offered), 20)
            self.assertEqual({many for many, _ in offered}, {size})
            for index in range(len(offered)):
                notes = self.run_json(*self.on_cluster(m25, species="H", site=site, index=index))["notes"]
                place = [note for note in notes if note.startswith("H is on")][0]
                on = [int(word) for word in place.split("atoms ")[1].split("(")[0].split()]
                self.assert_outside(read(self.folder / "a.extxyz"), 115, on, [0], ["Au"])
            larger = self.run_command(*self.on_cluster(m25, species="CO", site=site, index=20), code=2).stderr
            self.assertIn("CO has", larger)
        self.assert_refused(*self.on_cluster(m25, species="CO", site="bridge"), says="of 48 distinct bridge sites")

    def test_turned_until_it_has_room(self):
        """Argon beside a pyramid of copper, where hydrogen of OH would be, and then around it."""
        pyramid = "Cu 0 0 0\nCu 1.8 0 -1.8\nCu -1.8 0 -1.8\nCu 0 1.8 -1.8\nCu 0 -1.8 -1.8\n"
        found = []
        for ring in (0, 1, 8):
            argon = "".join(f"Ar {2.9 * np.cos(np.pi * k / 4)} {2.9 * np.sin(np.pi * k / 4)} 2.3\n" for k in range(ring))
            self.write("pyramid.xyz", f"{5 + ring}\n\n{pyramid}{argon}")
            command = self.on_cluster("  - {type: read, file: pyramid.xyz}\n", species="OH", atom=0)
            if ring == 8:
                self.assert_refused(*command, says="OH has no room on atom 0 (Cu)")
            else:
                self.run_command(*command)
                found.append(read(self.folder / "a.extxyz"))
        free, turned = found
        np.testing.assert_allclose(free.positions[-2], turned.positions[-2])
        oxygen, hydrogen = free.positions[-2:]
        np.testing.assert_allclose(hydrogen - oxygen, [0.92, 0, 0.3], atol=1e-5)
        needed = 0.75 * (covalent_radii[1] + covalent_radii[18] + 1.6)
        self.assertLess(np.linalg.norm(hydrogen - turned.positions[5]), needed)
        self.assertGreater(turned.get_distance(5, 7), needed)

    def test_refused_on_clusters(self):
        read_argon = "  - {type: read, file: argon.xyz}\n"
        for options, says in ((dict(element="Ar", site="hollow"), "no hollow site of Ar"),
                              (dict(site="bridge", atom=1), "no bridge site of atom 1 (Ar)"),
                              (dict(side="both"), "a cluster has no sides"), (dict(atom=3), "there are 3, counted from 0"),
                              (dict(atom=0, element="Ar"), "leave element out"), (dict(), "no atoms of metal"),
                              (dict(atom=0, index=1), "room on 1 of 1 top sites of atom 0 (Ar)"),
                              (dict(element="Ar", index=9), "room on 3 of 3 distinct top sites of Ar")):
            self.assert_refused(*self.on_cluster(read_argon, species="CO", **options), says=says)
        self.assert_refused(*self.on_cluster("  - {type: crystal, prototype: Cu}\n  - {type: slab, miller: [1, 1, 1]}\n",
                                             species="CO", atom=0), says="atom is for clusters")

    def test_oxide_and_refusals(self):
        atoms = self.build("TiO2_rutile", "miller: [1, 1, 0], repeat: [2, 1]", species="Ni", site="hollow",
                           depth_angstrom=1.5)
        self.assertEqual(atoms.get_chemical_symbols()[-1], "Ni")
        for options, says in ((", species: COO", "did you mean"), (", species: CO, index: 5", "distinct top sites"),
                              (", species: CO, element: Pt", "0 atoms make the surface")):
            self.write("a.yaml", "steps:\n  - {type: crystal, prototype: Cu}\n  - {type: slab, miller: [1, 1, 1]}\n"
                                 f"  - {{type: adsorbate{options}}}\n")
            self.assert_refused("build", "a.yaml", "-o", "a.extxyz", says=says)
        self.write("a.yaml", "steps:\n  - {type: crystal, prototype: Cu, cell: primitive}\n"
                             "  - {type: adsorbate, species: CO}\n")
        self.assert_refused("build", "a.yaml", "-o", "a.extxyz", says="those of a slab")


if __name__ == "__main__":
    main()
